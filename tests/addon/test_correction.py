"""Prices that the manager corrects: many at once, within limits, told, kept."""

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.cases import SECTION
from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


class CorrectionCase(EngineeringCase):
    LINES = ("survey", 1, 100.0), ("montage", 3, 33.33), ("repair", 7, 11.16)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.direction.write({"price_decrease_limit": 10, "price_increase_limit": 20})
        cls.head_group = cls.env["res.groups"].create({"name": "Heads"})

    def setUp(self):
        super().setUp()
        lines = [(getattr(self, name), *rest) for name, *rest in self.LINES]
        self.calculation = self.completed(lines=lines)
        self.mine = self.as_(self.manager, self.calculation.variant_ids)

    def correct(self, variant=None, records=None, **values):
        """Return the dialog after it was told what to correct, not confirmed."""
        values = {"reason": "A good customer", **values}
        return self.wizard("engineering.correction", records or variant, **values)

    def widen(self, **values):
        self.head_group.user_ids |= self.manager
        return self.quiet["engineering.direction.limit"].create(
            {
                "direction_id": self.direction.id,
                "group_id": self.head_group.id,
                **values,
            }
        )


@tagged("standard", "post_install", "-at_install")
class TestCorrectionOfMany(CorrectionCase):
    def test_whole_variant_by_percent_meets_the_total(self):
        wizard = self.correct(self.mine, kind="percent", value=-5)
        # 278.11 less 5 percent, to the cent.
        self.assertEqual((wizard.calculated_total, wizard.total), (278.11, 264.20))
        self.assertFalse(wizard.missed_total)
        wizard.action_confirm()
        self.assertEqual(self.mine.amount_untaxed, 264.20)
        self.assertEqual(self.mine.line_ids.mapped("corrected_by_id"), self.manager)
        self.assertEqual(
            set(self.mine.line_ids.mapped("correction_reason")), {"A good customer"}
        )

    def test_reason_of_all_is_told_once(self):
        self.correct(self.mine, kind="percent", value=-5).action_confirm()
        self.assertEqual(self.feed(self.mine.lead_id)[-1].count("A good customer"), 1)

    def test_sums_say_whether_taxes_are_in_them(self):
        self.assertFalse(self.correct(self.mine).taxes_note)
        tax = self.quiet["account.tax"].create({"name": "Ten", "amount": 10})
        self.survey.taxes_id = tax
        taxed = self.completed(self.deal(name="Taxed")).variant_ids
        taxed = self.as_(self.manager, taxed)
        self.assertEqual(self.correct(taxed).taxes_note, "without taxes")
        tax.price_include_override = "tax_included"
        self.env.invalidate_all()
        self.assertEqual(self.correct(taxed).taxes_note, "taxes included")

    def test_to_a_total_and_by_an_amount(self):
        for kind, value, total in (("total", 270, 270.0), ("amount", -8.11, 270.0)):
            with self.subTest(kind):
                self.correct(self.mine, kind=kind, value=value).action_confirm()
                self.assertEqual(self.mine.amount_untaxed, total)
                self.correct(self.mine, kind="engineers").action_confirm()
                self.assertEqual(self.mine.amount_untaxed, 278.11)

    def test_same_prices_however_often(self):
        prices = [
            self.correct(self.mine, value=-7).line_ids.mapped("price_unit")
            for _time in range(3)
        ]
        self.assertEqual(prices[0], prices[1])
        self.assertEqual(prices[0], prices[2])

    def test_total_that_quantities_do_not_allow_is_said(self):
        calculation = self.completed(lines=[(self.montage, 2, 50.0)])
        mine = self.as_(self.manager, calculation.variant_ids)
        wizard = self.correct(mine, kind="total", value=99.99)
        self.assertEqual(abs(wizard.missed_total), 0.01)

    def test_total_is_met_where_the_company_rounds_globally(self):
        self.env.company.tax_calculation_rounding_method = "round_globally"
        lines = [(9.6, 9800.0), (7.2, 950.0), (7.2, 620.0), (4, 1450.0), (1, 3500.0)]
        lines = [(self.survey, *line) for line in [*lines, (9.6, 2990.0)]]
        mine = self.as_(self.manager, self.completed(lines=lines).variant_ids)
        wizard = self.correct(mine, kind="total", value=135000)
        self.assertEqual((wizard.total, wizard.missed_total), (135000.0, 0.0))
        wizard.action_confirm()
        self.assertEqual(mine.amount_untaxed, 135000.0)

    def test_section_alone(self):
        calculation = self.taken()
        variant = self.variant(
            calculation,
            [
                (self.survey, 1, 100.0),
                SECTION,
                (self.montage, 2, 50.0),
                {"display_type": "line_subsection", "name": "Inside"},
                (self.repair, 1, 10.0),
                {"display_type": "line_section", "name": "Yard"},
                (self.repair, 1, 20.0),
            ],
        )
        self.complete(calculation)
        mine = self.as_(self.manager, variant)
        section = mine.line_ids.filtered(lambda line: line.name == "Roof")
        action = section.action_correct_price()
        self.assertEqual(action["res_model"], "engineering.correction")
        wizard = self.correct(records=section, value=10)
        self.assertEqual(wizard.line_ids.line_id.product_id, self.montage + self.repair)
        wizard.action_confirm()
        services = mine.line_ids.filtered("product_id")
        self.assertEqual(services.mapped("price_unit"), [100, 55, 11, 20])

    def test_grid_tells_while_typing(self):
        form = Form(
            self.mine.env["engineering.correction"].with_context(
                active_model=self.mine._name, active_ids=self.mine.ids
            )
        )
        self.assertEqual(len(form.line_ids), 3)
        self.assertEqual(form.total, 278.11)
        with form.line_ids.edit(0) as line:
            self.assertEqual(line.correction_limit, "90 – 120")
            line.price_unit = 89
            self.assertEqual((line.amount, line.percent), (89, -11))
            self.assertTrue(line.is_beyond)
        self.assertTrue(form.has_excess)
        self.assertEqual(form.total, 267.11)
        form.value = -5
        self.assertFalse(form.has_excess)
        self.assertEqual(form.total, 264.20)

    def test_prices_typed_in_the_grid_count(self):
        wizard = self.correct(self.mine)
        wizard.line_ids[0].price_unit = 95
        wizard.action_confirm()
        self.assertEqual(self.mine.line_ids.mapped("price_unit"), [95, 33.33, 11.16])
        self.assertEqual(
            self.mine.line_ids.mapped("corrected_by_id.id"), self.manager.ids
        )

    def test_beyond_the_limit_nothing_is_corrected(self):
        wizard = self.correct(self.mine, value=-11)
        self.assertTrue(wizard.has_excess)
        self.assertRefused(UserError, "outside the limits", wizard.action_confirm)
        self.assertEqual(self.mine.amount_untaxed, 278.11)

    def test_limit_of_ten_percent_allows_ten_percent(self):
        wizard = self.correct(self.mine, value=-10)
        self.assertFalse(wizard.has_excess)
        wizard.action_confirm()
        self.assertAlmostEqual(self.mine.amount_untaxed, 250.30, delta=0.05)

    def test_one_note_in_the_deal(self):
        lead = self.mine.lead_id
        before = len(self.feed(lead))
        self.correct(self.mine, value=-5).action_confirm()
        [note] = self.feed(lead)[before:]
        for part in (
            "Survey",
            "100.00",
            "94.99",
            "−5.01%",
            "A good customer",
            "Repair",
        ):
            self.assertIn(part, note)
        message = lead.sudo().message_ids.sorted("id")[-1]
        self.assertEqual(message.author_id, self.manager.partner_id)

    def test_only_the_deals_manager_corrects(self):
        for user, error in (
            (self.manager2, AccessError),
            (self.engineer, AccessError),
            (self.employee, AccessError),
        ):
            with self.subTest(user.name):
                variant = self.as_(user, self.calculation.variant_ids)
                self.assertRefused(error, ".", variant.action_correct_prices)
                self.assertRefused(error, ".", self.correct, variant)

    def test_dialog_gets_no_line_of_another_variant(self):
        other = self.completed(self.deal(name="Other"), lines=[(self.repair, 1, 5.0)])
        foreign = self.as_(self.manager, other.variant_ids.line_ids)
        wizard = self.correct(self.mine)
        wizard.line_ids = [Command.create({"line_id": foreign.id, "price_unit": 4.9})]
        self.assertRefused(
            UserError, "All prices are as they were", wizard.action_confirm
        )
        self.assertEqual(foreign.price_unit, 5.0)

    def test_open_calculation_is_refused(self):
        variant = self.as_(self.manager, self.variant(self.taken()))
        self.assertRefused(
            UserError, "can be corrected when", variant.action_correct_prices
        )

    def test_wish_goes_back_to_the_engineer(self):
        action = self.correct(self.mine).action_ask_engineer()
        self.assertEqual(action["res_model"], "engineering.calculation.revise")
        self.assertEqual(action["context"]["active_ids"], self.calculation.ids)

    def test_long_corrections_are_told_shortly(self):
        lines = [(self.survey, 1, 10.0 + number) for number in range(12)]
        variant = self.completed(self.deal(), lines=lines).variant_ids
        mine = self.as_(self.manager, variant)
        self.correct(mine, value=-5).action_confirm()
        self.assertIn("… and 2 more", self.feed(mine.lead_id)[-1])

    def test_queries_do_not_grow_with_the_lines(self):
        def queries(count):
            lines = [(self.survey, 1, 10.0 + number) for number in range(count)]
            variant = self.completed(self.deal(), lines=lines).variant_ids
            mine = self.as_(self.manager, variant)
            return self.count_queries(self.correct, mine, value=-5), self.count_queries(
                self.correct(mine, value=-5).action_confirm
            )

        queries(2)
        few, many = queries(5), queries(40)
        self.assertLessEqual(many[0], few[0] + 3)
        # Of each line, its price is written.
        self.assertLessEqual(many[1], few[1] + 3)


@tagged("standard", "post_install", "-at_install")
class TestLimitsOfGroups(CorrectionCase):
    def test_most_permissive_of_ones_groups_counts(self):
        line = self.mine.line_ids[0]
        self.widen(kind="percent", decrease=30)
        line.price_unit = 70
        self.assertRefused(
            UserError, "70.00.*120.00", line.write, {"price_unit": 69.99}
        )
        # Up, what everybody may is more.
        line.price_unit = 120
        self.head_group.user_ids -= self.manager
        self.assertRefused(UserError, "90.00", line.write, {"price_unit": 89})

    def test_row_without_a_group_is_for_everybody(self):
        self.widen(kind="percent", decrease=20, group_id=False)
        self.head_group.user_ids = False
        self.mine.line_ids[0].price_unit = 80

    def test_zero_is_nothing(self):
        self.direction.write({"price_decrease_limit": 0, "price_increase_limit": 0})
        self.assertRefused(
            UserError,
            "100.00.*to.*100.00",
            self.mine.line_ids[0].write,
            {"price_unit": 99.99},
        )

    def test_who_is_free_is_free(self):
        self.widen(kind="free")
        line = self.mine.line_ids[0]
        self.assertEqual(line.correction_limit, "free")
        for price in (0.0, 1.0, 5000.0):
            line.price_unit = price
            self.assertEqual(line.price_unit, price)

    def test_administrator_alone_sees_and_sets_limits(self):
        row = self.widen(kind="free")
        self.as_(self.administrator, row).kind = "percent"
        self.as_(self.administrator, self.direction).limit_ids.decrease = 12
        for user in (self.manager, self.engineer, self.leader, self.employee):
            with self.assertRaises(AccessError):
                self.as_(user, row).read(["kind"])
            with self.assertRaises(AccessError):
                self.as_(user, self.direction).read(["limit_ids"])

    def test_copied_direction_keeps_its_limits(self):
        self.widen(kind="margin", margin_floor=12)
        copy = self.direction.copy()
        self.assertEqual(copy.limit_ids.mapped("margin_floor"), [12])


@tagged("standard", "post_install", "-at_install")
class TestLimitByMargin(CorrectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey.standard_price = 60
        cls.montage.standard_price = 20
        cls.repair.standard_price = 5

    def setUp(self):
        super().setUp()
        self.widen(kind="margin", margin_floor=20)

    def test_prices_go_down_to_the_margin_of_the_whole(self):
        # Costs are 60 + 60 + 35 = 155, and 155 / 0.8 is 193.75.
        self.correct(self.mine, kind="total", value=193.75).action_confirm()
        self.assertEqual(self.mine.amount_untaxed, 193.75)

    def test_below_it_is_refused_without_a_figure(self):
        wizard = self.correct(self.mine, kind="total", value=193.70)
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            wizard.action_confirm()
        text = str(refusal.exception)
        self.assertIn("below the margin floor of “Roofing”", text)
        self.assertFalse(set("0123456789").intersection(text.replace("Variant 1", "")))

    def test_nothing_shown_tells_the_floor(self):
        shown = self.correct(self.mine).line_ids.mapped("correction_limit")
        self.assertEqual(shown[0], "90 – 120, or by the margin")
        self.assertNotIn("20%", str(shown))


@tagged("standard", "post_install", "-at_install")
class TestCorrectionsOfARevision(CorrectionCase):
    def setUp(self):
        super().setUp()
        self.mine.action_select()
        self.mine.line_ids[0].write({"price_unit": 95, "correction_reason": "Friend"})
        self.mine.line_ids[1].write({"price_unit": 30, "correction_reason": "Bulk"})

    def revised(self, **values):
        """Return the variant of a completed revision, as its manager sees it."""
        revision = self.revise(self.as_(self.engineer, self.calculation))
        if values:
            revision.variant_ids.line_ids[0].write(values)
        self.complete(revision)
        return self.as_(self.manager, revision.variant_ids)

    def test_they_are_proposed_and_not_applied(self):
        new = self.revised()
        self.assertEqual(new.line_ids.mapped("price_unit"), [100, 33.33, 11.16])
        self.assertEqual(new.line_ids.mapped("carried_price"), [95, 30, 0])
        self.assertEqual(new.carried_count, 2)
        self.assertEqual(new.lead_id.engineering_carried_count, 2)

    def test_one_click_confirms_them(self):
        new = self.revised()
        new.lead_id.action_confirm_corrections()
        self.assertEqual(new.line_ids.mapped("price_unit"), [95, 30, 11.16])
        self.assertEqual(
            new.line_ids.mapped("correction_reason"), ["Friend", "Bulk", False]
        )
        self.assertEqual(new.line_ids[0].corrected_by_id, self.manager)
        self.assertFalse(new.carried_count)
        self.assertIn("95.00", str(self.feed(new.lead_id)[-2:]))

    def test_price_of_the_revision_is_corrected_by_as_much(self):
        new = self.revised(base_price=200.0)
        self.assertEqual(new.line_ids[0].carried_price, 190)
        new.action_confirm_corrections()
        self.assertEqual(new.line_ids[0].price_unit, 190)

    def test_no_proposal_forgets_them(self):
        new = self.revised()
        new.action_select()
        lead = new.lead_id
        self.assertRefused(UserError, "confirm these", lead.action_create_proposal)
        new.action_drop_corrections()
        self.assertIn("dropped", self.feed(lead)[-1])
        self.assertIn("95.00", self.feed(lead)[-1])
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertEqual(order.order_line.mapped("price_unit"), [100, 33.33, 11.16])

    def test_undecided_ones_go_on_to_the_next_revision(self):
        first = self.revised()
        second = self.revise(self.as_(self.engineer, first.calculation_id))
        self.complete(second)
        mine = self.as_(self.manager, second.variant_ids)
        self.assertEqual(mine.line_ids.mapped("carried_price"), [95, 30, 0])

    def test_line_that_the_engineer_takes_out_is_told(self):
        new = self.revised()
        self.assertNotIn("no more the lines", " ".join(self.feed(new.lead_id)))
        revision = self.revise(self.as_(self.engineer, new.calculation_id))
        revision.variant_ids.line_ids[0].unlink()
        self.complete(revision)
        told = [text for text in self.feed(new.lead_id) if "no more the lines" in text]
        self.assertEqual(len(told), 1)
        self.assertIn("95.00", told[0])
        self.assertNotIn("30.00", told[0])

    def test_they_keep_to_the_limits_of_who_confirms(self):
        new = self.revised()
        self.direction.price_decrease_limit = 1
        self.assertRefused(
            UserError, "outside the limits", new.action_confirm_corrections
        )

    def test_nobody_else_decides(self):
        new = self.revised()
        for user in (self.manager2, self.engineer):
            variant = self.as_(user, new)
            for method in ("action_confirm_corrections", "action_drop_corrections"):
                self.assertRefused(AccessError, ".", getattr(variant, method))
        for line in (new.line_ids[0], new.line_ids[0].sudo()):
            self.assertRefused(
                (AccessError, UserError), ".", line.write, {"carried_line_id": False}
            )

    def test_views_show_them(self):
        new = self.revised()
        arch = etree.fromstring(new.get_view(view_type="form")["arch"])
        self.assertTrue(arch.xpath("//button[@name='action_confirm_corrections']"))
