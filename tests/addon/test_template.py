"""Typical calculations: made from a variant, taken over into another."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.cases import NOTE, SECTION, TemplateCase


@tagged("standard", "post_install", "-at_install")
class TestTemplate(TemplateCase):
    def test_template_is_taken_over_with_prices_of_today(self):
        self.model("engineering.direction.measurement", self.administrator).create(
            {
                "direction_id": self.direction.id,
                "name": "Slope",
                "code": "S",
                "value": 9,
            }
        )
        variant = self.empty()
        self.fill(variant, template_id=self.template.id)
        self.assertEqual(
            self.shape(variant),
            [
                ("line_section", 0),
                ("Montage", "S / 2"),
                ("Repair", 3),
                ("line_note", 0),
            ],
        )
        section, montage, _repair, _note = variant.line_ids
        self.assertTrue(section.collapse_prices)
        self.assertEqual((montage.quantity, montage.base_price), (4.5, 250))
        self.assertEqual(montage.coefficient, 1.2)
        self.assertEqual(montage.parent_id, section)
        self.assertEqual(self.calculation.measurement_ids.code, "S")

    def test_lines_are_added_below_those_that_are_there(self):
        variant = self.variant(self.calculation, [(self.survey, 1, 100.0)])
        self.fill(variant, template_id=self.template.id)
        self.assertEqual(self.shape(variant)[0], ("Survey", 1))
        self.assertEqual(len(variant.line_ids), 5)

    def test_lines_are_replaced(self):
        variant = self.variant(self.calculation, [(self.survey, 1, 100.0)])
        self.fill(variant, template_id=self.template.id, mode="replace")
        self.assertEqual(len(variant.line_ids), 4)
        self.assertNotIn(self.survey, variant.line_ids.product_id)

    def test_what_is_no_longer_offered_is_named_before_and_after(self):
        self.direction.product_tmpl_ids -= self.repair.product_tmpl_id
        variant = self.empty()
        wizard = self.wizard(
            "engineering.variant.fill", variant, template_id=self.template.id
        )
        self.assertRegex(wizard.missing, "^Repair, 3 ")
        wizard.action_confirm()
        self.assertNotIn(self.repair, variant.line_ids.product_id)
        self.assertRegex(self.feed(self.calculation)[-1], "Usual roof.*Repair")

    def test_archived_service_is_left_out(self):
        self.repair.action_archive()
        variant = self.empty()
        wizard = self.fill(variant, template_id=self.template.id)
        self.assertIn("Repair", wizard.missing)
        self.assertEqual(len(variant.line_ids), 3)

    def test_coefficient_that_is_not_offered_is_named(self):
        self.steep.direction_ids = self.other_direction
        variant = self.empty()
        wizard = self.fill(variant, template_id=self.template.id)
        self.assertIn("Coefficient Steep", wizard.missing)
        self.assertEqual(variant.line_ids[1].coefficient, 1)

    def test_coefficient_that_does_not_fit_its_service_any_more_is_named(self):
        self.steep.product_tmpl_ids = self.repair.product_tmpl_id
        variant = self.empty()
        wizard = self.fill(variant, template_id=self.template.id)
        self.assertEqual(wizard.missing, "Coefficient Steep ×1.2 of “Montage”")
        self.assertFalse(variant.line_ids.coefficient_ids)

    def test_service_of_another_company_is_named(self):
        company = self.quiet["res.company"].create({"name": "Sister"})
        self.repair.product_tmpl_id.company_id = company
        self.env.flush_all()
        wizard = self.fill(self.empty(), template_id=self.template.id)
        self.assertRegex(wizard.missing, r"Repair, 3 .*\(a service of Sister\)")

    def test_coefficients_of_all_lines_come_into_an_empty_variant(self):
        self.template.coefficient_ids = self.steep
        variant = self.empty()
        self.fill(variant, template_id=self.template.id)
        self.assertEqual(variant.coefficient, 1.2)
        self.assertEqual(variant.line_ids[2].price_unit, 48)

    def test_present_lines_are_not_multiplied_by_what_is_added(self):
        self.template.coefficient_ids = self.steep
        variant = self.variant(self.calculation, [(self.survey, 1, 100.0)])
        wizard = self.fill(variant, template_id=self.template.id)
        self.assertEqual(variant.line_ids[0].price_unit, 100)
        self.assertRegex(wizard.missing, "Steep.*multiply the present ones")
        self.fill(variant, template_id=self.template.id, mode="replace")
        self.assertEqual(variant.coefficient, 1.2)

    def test_variant_becomes_a_template_in_one_click(self):
        variant = self.variant(
            self.calculation,
            [
                SECTION,
                {
                    "product_id": self.montage.id,
                    "formula": "S / 2",
                    "base_price": 1.0,
                    "coefficient_ids": [Command.set(self.steep.ids)],
                },
                {"product_id": self.repair.id, "quantity": 2, "name": "Small repair"},
                NOTE,
            ],
        )
        template = self.from_action(variant.action_save_as_template(), variant.env)
        self.assertEqual(template.direction_id, self.direction)
        self.assertEqual(template.line_count, 2)
        other = self.empty()
        self.fill(other, template_id=template.id)
        self.assertEqual(self.shape(other), self.shape(variant))
        self.assertEqual(other.line_ids[1].base_price, 250)
        self.assertEqual(other.line_ids[2].name, "Small repair")

    def test_child_directions_use_templates_of_their_parents(self):
        child = self.quiet["engineering.direction"].create(
            {
                "name": "Flat roofs",
                "parent_id": self.direction.id,
                "team_id": self.team.id,
            }
        )
        variant = self.empty(self.taken(engineering_direction_id=child.id))
        self.fill(variant, template_id=self.template.id)
        self.assertEqual(len(variant.line_ids), 4)

    def test_template_is_saved_without_what_is_archived_and_says_so(self):
        variant = self.variant(self.calculation)
        self.survey.action_archive()
        template = self.from_action(variant.action_save_as_template(), variant.env)
        self.assertEqual(template.line_ids.product_id, self.montage)
        self.assertIn("Survey", template.note)

    def test_template_of_services_of_a_company_is_for_that_company(self):
        self.montage.product_tmpl_id.company_id = self.env.company
        template = self.from_action(
            self.variant(self.calculation).action_save_as_template(),
            self.calculation.env,
        )
        self.assertEqual(template.company_id, self.env.company)

    # === ANOTHER VARIANT ===

    def test_variant_of_another_deal_gets_prices_of_today(self):
        old = self.variant(self.taken(), [SECTION, (self.montage, 4, 200.0)])
        variant = self.empty()
        self.fill(variant, source="variant", source_variant_id=old.id)
        self.assertEqual(self.shape(variant), [("line_section", 0), ("Montage", 4)])
        self.assertEqual(variant.line_ids[1].base_price, 250)

    def test_variant_of_another_deal_may_keep_its_prices(self):
        old = self.variant(self.taken(), [(self.montage, 4, 200.0)])
        variant = self.empty()
        self.fill(variant, source="variant", source_variant_id=old.id, prices="kept")
        self.assertEqual(variant.line_ids.base_price, 200)

    def test_variant_of_the_same_calculation_keeps_its_prices(self):
        first = self.variant(self.calculation, [(self.montage, 4, 200.0)])
        second = self.empty()
        wizard = self.fill(second, source="variant", source_variant_id=first.id)
        self.assertEqual(wizard.prices, "kept")
        self.assertEqual(second.line_ids.base_price, 200)

    def corrected(self, calculation=None):
        """Return a variant with a coefficient of all lines, and a corrected one."""
        variant = self.variant(
            calculation or self.taken(),
            [
                {
                    "product_id": self.montage.id,
                    "quantity": 4,
                    "base_price": 200.0,
                    "coefficient_ids": [Command.set(self.steep.ids)],
                }
            ],
            coefficient_ids=[Command.set(self.steep.ids)],
        )
        variant.line_ids.write({"coefficient": 1.4, "coefficient_reason": "Very steep"})
        return variant

    def test_coefficients_of_another_variant_stay_as_they_were_taken(self):
        old = self.corrected()
        self.steep.write({"value": 1.1, "value_max": 1.15})
        variant = self.empty()
        self.fill(variant, source="variant", source_variant_id=old.id)
        self.assertEqual(variant.coefficient, 1.2)
        line = variant.line_ids
        self.assertEqual(
            (line.coefficient, line.coefficient_reason), (1.4, "Very steep")
        )
        self.assertEqual(line.coefficient_values, old.line_ids.coefficient_values)

    def test_what_is_left_of_the_coefficients_stays_as_it_was_taken(self):
        high = self.quiet["engineering.coefficient"].create(
            {"name": "High", "value": 1.5, "value_max": 2.0}
        )
        old = self.corrected()
        old.line_ids.coefficient_ids += high
        old.line_ids.write({"coefficient": 1.9, "coefficient_reason": "Both"})
        high.action_archive()
        self.steep.value = 1.3
        variant = self.empty()
        wizard = self.fill(variant, source="variant", source_variant_id=old.id)
        self.assertIn("High", wizard.missing)
        line = variant.line_ids
        self.assertEqual(line.coefficient_ids, self.steep)
        self.assertEqual((line.coefficient, line.coefficient_reason), (1.2, False))

    def test_taxes_are_those_of_the_other_customer(self):
        tax = self.quiet["account.tax"].create({"name": "Twenty", "amount": 20})
        self.montage.taxes_id = tax
        old = self.variant(self.taken(), [(self.montage, 4, 200.0)])
        abroad = self.quiet["res.partner"].create({"name": "Abroad"})
        abroad.property_account_position_id = self.quiet[
            "account.fiscal.position"
        ].create({"name": "Without taxes"})
        variant = self.empty(self.taken(self.deal(partner_id=abroad.id)))
        self.fill(variant, source="variant", source_variant_id=old.id, prices="kept")
        self.assertEqual(old.line_ids.tax_ids, tax)
        self.assertFalse(variant.line_ids.tax_ids)

    def test_kept_prices_are_converted(self):
        old = self.variant(self.taken(), [(self.montage, 4, 200.0)])
        currency = self.quiet["res.currency"].create(
            {
                "name": "TST",
                "symbol": "T",
                "rate_ids": [Command.create({"name": "2020-01-01", "rate": 3.0})],
            }
        )
        self.direction.pricelist_id = self.quiet["product.pricelist"].create(
            {"name": "In TST", "currency_id": currency.id}
        )
        variant = self.empty(self.taken())
        self.assertEqual(variant.currency_id, currency)
        self.fill(variant, source="variant", source_variant_id=old.id, prices="kept")
        self.assertAlmostEqual(variant.line_ids.base_price, 600)

    def test_what_the_formulas_measure_is_measured_here_too(self):
        other = self.taken()
        for code, formula in (("W", False), ("S", "W * 2"), ("unused", False)):
            other.env["engineering.measurement"].create(
                {
                    "calculation_id": other.id,
                    "name": code,
                    "code": code,
                    "value": 0 if formula else 4,
                    "formula": formula,
                }
            )
        old = self.variant(
            other, [{"product_id": self.montage.id, "formula": "S", "base_price": 1}]
        )
        self.assertEqual(old.line_ids.quantity, 8)
        variant = self.empty()
        self.fill(variant, source="variant", source_variant_id=old.id)
        measurements = self.calculation.measurement_ids
        self.assertEqual(sorted(measurements.mapped("code")), ["S", "W"])
        self.assertFalse(variant.line_ids.quantity)
        measurements.filtered(lambda measured: measured.code == "W").value = 5
        self.assertEqual(variant.line_ids.quantity, 10)

    def test_copy_names_what_is_no_longer_offered(self):
        variant = self.variant(self.calculation)
        self.survey.action_archive()
        action = variant.action_duplicate()
        self.assertIn("Survey", action["params"]["message"])
        copy = self.from_action(action["params"]["next"], variant.env)
        self.assertEqual(copy.line_ids.product_id, self.montage)
        self.assertIn("Survey", self.feed(self.calculation)[-1])

    def test_copy_keeps_coefficients_that_are_no_longer_offered(self):
        variant = self.corrected(self.calculation)
        self.steep.action_archive()
        copy = self.from_action(variant.action_duplicate(), variant.env)
        self.assertEqual(copy.amount_untaxed, variant.amount_untaxed)
        self.assertEqual(copy.line_ids.coefficient, 1.4)

    def test_variants_of_other_calculations_are_found_by_deal_and_number(self):
        old = self.variant(self.taken(self.deal(name="Old barn")))
        variants = old.with_context(show_calculation=True)
        self.assertIn("Old barn", variants.display_name)
        for text in ("Old barn", old.calculation_id.name):
            self.assertIn(old.id, [id_ for id_, _name in variants.name_search(text)])

    def test_variant_is_copied_in_one_click(self):
        first = self.variant(self.calculation, [(self.montage, 4, 200.0)])
        action = first.action_duplicate()
        copy = self.from_action(action, first.env)
        self.assertEqual(copy.calculation_id, self.calculation)
        self.assertEqual(copy.amount_untaxed, 800)

    # === REFUSALS ===

    def test_nothing_chosen_is_refused(self):
        wizard = self.wizard("engineering.variant.fill", self.empty(), source="variant")
        self.assertRefused(UserError, "Choose the template", wizard.action_confirm)

    def test_first_template_of_the_direction_is_chosen_already(self):
        wizard = self.wizard("engineering.variant.fill", self.empty())
        self.assertEqual(wizard.template_id, self.template)
        self.template.active = False
        wizard = self.wizard("engineering.variant.fill", self.empty())
        self.assertEqual((wizard.source, len(wizard.template_id)), ("variant", 0))

    def test_template_of_another_direction_is_refused(self):
        foreign = self.quiet["engineering.template"].create(
            {"name": "Pipes", "direction_id": self.other_direction.id}
        )
        self.assertRefused(
            UserError,
            "Pipes.*Plumbing.*Roofing",
            self.fill,
            self.empty(),
            template_id=foreign.id,
        )

    def test_variant_does_not_take_over_itself(self):
        variant = self.variant(self.calculation)
        self.assertRefused(
            UserError,
            "own lines already",
            self.fill,
            variant,
            source="variant",
            source_variant_id=variant.id,
        )

    def test_closed_calculation_takes_nothing_over(self):
        variant = self.variant(self.calculation)
        self.complete(self.calculation)
        self.assertRefused(UserError, "Completed", variant.action_apply_template)
        wizard = self.wizard(
            "engineering.variant.fill", variant, template_id=self.template.id
        )
        self.assertRefused(UserError, "Completed", wizard.action_confirm)

    def test_variant_that_one_may_not_see_is_not_copied(self):
        foreign = self.as_(
            self.outsider,
            self.requested(engineering_direction_id=self.other_direction.id),
        )
        foreign.action_take()
        hidden = self.variant(foreign, [(self.foreign_service, 1, 70.0)])
        self.assertRefused(
            AccessError,
            "",
            self.fill,
            self.empty(),
            source="variant",
            source_variant_id=hidden.id,
        )

    def test_manager_opens_a_direction_that_has_templates(self):
        views = self.model("engineering.direction", self.manager).get_views(
            [(False, "form")]
        )
        fields = views["models"]["engineering.direction"]["fields"]
        self.assertNotIn("template_ids", fields)

    def test_wrong_formula_is_refused_with_its_service(self):
        self.assertRefused(
            ValidationError,
            "Montage",
            self.template.line_ids[1].write,
            {"formula": "W *"},
        )

    def test_service_of_another_direction_is_refused(self):
        self.assertRefused(
            ValidationError,
            "Roofing.*Piping",
            self.template.write,
            {"line_ids": [Command.create({"product_id": self.foreign_service.id})]},
        )

    def test_engineers_change_their_own_templates_only(self):
        own = self.from_action(
            self.variant(self.calculation).action_save_as_template(),
            self.calculation.env,
        )
        own.name = "Mine"
        own.line_ids[0].quantity = 5
        for user in (self.engineer, self.manager):
            with self.subTest(user.login):
                self.assertRefused(
                    AccessError,
                    "",
                    self.as_(user, self.template).write,
                    {"name": "Theirs"},
                )
        self.assertRefused(
            AccessError, "", self.as_(self.colleague, own.line_ids).unlink
        )
        self.as_(self.administrator, own).name = "Ours"

    def test_queries_do_not_grow_with_the_lines(self):
        def fill(count):
            template = self.template.copy(
                {
                    "line_ids": [
                        Command.create(
                            {"product_id": self.montage.id, "quantity": number}
                        )
                        for number in range(count)
                    ]
                }
            )
            variant = self.empty()
            wizard = self.wizard(
                "engineering.variant.fill", variant, template_id=template.id
            )
            return self.count_queries(wizard.action_confirm)

        fill(1)
        self.assertEqual(fill(3), fill(60))
