"""How far a proposal, and an order, may be from what the engineer has calculated."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.approving import SEE_COSTS, ApprovalCase


@tagged("standard", "post_install", "-at_install")
class TestExcesses(ApprovalCase):
    def test_proposal_as_calculated_exceeds_nothing(self):
        self.assertEqual(self.kinds(), [])
        self.assertFalse(self.order.engineering_approval_state)
        self.order.action_quotation_sent()
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_price_and_discount_of_a_line(self):
        self.lines[0].price_unit = 90
        self.assertEqual(self.kinds(), [])
        self.lines[0].discount = 1
        self.assertEqual(self.kinds(), ["price"])
        self.lines[0].write({"discount": 10, "price_unit": 100})
        self.assertEqual(self.kinds(), [])
        self.lines[0].price_unit = 140
        self.assertEqual(self.kinds(), ["price"])

    def test_down_payment_by_hand_takes_nothing_off(self):
        line = {"name": "Advance", "is_downpayment": True, "price_unit": -50}
        self.order.order_line = [Command.create({**line, "product_uom_qty": 0})]
        self.assertEqual(self.kinds(), [])
        approved = self.order._get_fingerprint()
        self.order.order_line = [Command.create({**line, "product_uom_qty": 1})]
        self.assertEqual(self.kinds(), ["total"])
        self.assertNotEqual(self.order._get_fingerprint(), approved)

    def test_taxes_are_those_of_service_and_customer(self):
        usual, included = self.tax("Usual"), self.included_tax()
        (self.survey | self.repair).sudo().taxes_id = usual
        self.assertEqual(self.lines.tax_ids, usual)
        self.assertEqual(self.kinds(), [])
        approved = self.order._get_fingerprint()
        for taxes in (self.env["account.tax"], included, usual | included):
            self.lines[0].tax_ids = taxes
            self.assertEqual(self.kinds(), ["taxes"])
            self.assertNotEqual(self.order._get_fingerprint(), approved)
        self.assertIn("Survey: Usual → ", self.order.engineering_excess_text)
        self.lines[0].tax_ids = usual
        self.assertEqual(self.kinds(), [])
        self.assertEqual(self.order._get_fingerprint(), approved)

    def test_lines_alike_differ_in_taxes_by_hand(self):
        (self.survey | self.repair).sudo().taxes_id = self.tax("Usual")
        line = {"product_id": self.montage.id, "price_unit": 5.0}
        self.order.order_line = [Command.create(line), Command.create(line)]
        before = self.order._get_fingerprint()
        self.order.order_line[-1].tax_ids = self.included_tax()
        self.assertIn("taxes", self.kinds())
        self.assertNotEqual(self.order._get_fingerprint(), before)

    def test_fiscal_position_changes_taxes_as_it_is_set(self):
        usual = self.tax("Usual")
        (self.survey | self.repair).sudo().taxes_id = usual
        export = self.quiet["account.fiscal.position"].create({"name": "Export"})
        self.tax("Export", fiscal_position_ids=export.ids, original_tax_ids=usual.ids)
        self.order.fiscal_position_id = export
        self.order.action_update_taxes()
        self.assertEqual(self.lines.tax_ids.name, "Export")
        self.assertEqual(self.kinds(), [])

    def test_content_is_the_engineers(self):
        self.lines[1].product_uom_qty = 3
        self.assertEqual(self.kinds(), ["quantity"])
        self.lines[1].unlink()
        self.assertEqual(self.kinds(), ["removed"])
        self.order.order_line = [
            Command.create({"product_id": self.montage.id, "price_unit": 1.0}),
            Command.create({"display_type": "line_note", "name": "By Friday"}),
        ]
        self.assertEqual(self.kinds(), ["added", "removed"])

    def test_another_service_on_a_calculated_line(self):
        self.lines[1].write({"product_id": self.montage.id, "price_unit": 40})
        self.assertEqual(self.kinds(), ["added", "removed"])

    def test_discount_line_is_within_the_limit_of_the_whole(self):
        self.discount(10)
        self.assertEqual(self.kinds(), [])
        self.discount(1)
        self.assertEqual(self.kinds(), ["total"])

    def test_discount_and_price_are_counted_together(self):
        self.lines.price_unit = 37
        self.lines[0].price_unit = 95
        self.discount(4)
        self.assertEqual(self.kinds(), [])
        self.discount(3)
        self.assertEqual(self.kinds(), ["total"])

    def test_another_currency(self):
        currency = self.env.ref("base.EUR")
        if currency == self.order.currency_id:
            currency = self.env.ref("base.USD")
        currency.active = True
        self.order.sudo().currency_id = currency
        self.assertEqual(self.kinds(), ["currency"])

    def test_price_that_somebody_corrected_within_his_limit_is_none(self):
        self.let_sell_freely(self.sales_head)
        lead = self.order.opportunity_id
        variant = lead.engineering_variant_ids
        self.as_(self.sales_head, variant.line_ids[0]).price_unit = 50
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertNotEqual(order, self.order)
        self.assertEqual(self.kinds(order), [])
        order.order_line[0].price_unit = 49
        self.assertEqual(self.kinds(order), ["price"])

    def test_limits_of_who_is_at_work_count(self):
        self.let_sell_freely(self.sales_head)
        self.lines[0].write({"price_unit": 1, "product_uom_qty": 5})
        self.assertRefused(UserError, "beyond your limits", self.order.action_confirm)
        head = self.as_(self.sales_head, self.order)
        self.assertFalse(head._get_excesses())
        head.action_quotation_sent()
        # What he let go stays so, for the customer and for who has sold it.
        self.assertEqual(self.order.sudo()._get_acceptance_refusal(), "")
        self.order.action_confirm()

    def test_margin_of_the_whole(self):
        self.survey.standard_price = 60
        self.repair.standard_price = 20
        order = self.proposed(
            self.deal(name="Second"),
            lines=[(self.survey, 1, 100.0), (self.repair, 2, 40.0)],
        )
        self.quiet["engineering.direction.limit"].create(
            {"direction_id": self.direction.id, "kind": "margin", "margin_floor": 20}
        )
        order.order_line[0].price_unit = 46
        self.assertEqual(self.kinds(order), [])
        order.order_line[0].price_unit = 44
        self.assertEqual(self.kinds(order), ["price"])
        self.montage.standard_price = 30
        order.order_line = [
            Command.create({"product_id": self.montage.id, "price_unit": 500.0})
        ]
        self.assertEqual(self.kinds(order), ["added", "price"])
        self.env.ref(SEE_COSTS).sudo().user_ids |= self.leader
        approval = self.as_(self.leader, self.ask(order))
        self.assertEqual((approval.amount_untaxed, approval.margin), (624, 494))

    def test_discount_is_counted_before_taxes(self):
        glass = self.service("Glass", 120.0, taxes_id=self.included_tax().ids)
        self.direction.product_tmpl_ids |= glass.product_tmpl_id
        order = self.proposed(self.deal(name="Glass"), lines=[(glass, 2, 120.0)])
        self.assertEqual(order.amount_untaxed, 200)
        off = {"product_id": self.montage.id, "price_unit": -20}
        order.order_line = [Command.create(off)]
        self.assertEqual(self.kinds(order), [])
        # Of 240 with taxes it would be within ten percent.
        order.order_line[-1].price_unit = -22
        self.assertEqual(self.kinds(order), ["total"])

    def test_untaxed_figures_in_another_currency_and_globally_rounded(self):
        self.env.company.tax_calculation_rounding_method = "round_globally"
        euro, dollar = self.env.ref("base.EUR"), self.env.ref("base.USD")
        currency = euro if self.env.company.currency_id == dollar else dollar
        currency.active = True
        self.direction.pricelist_id = self.quiet["product.pricelist"].create(
            {"name": "Foreign", "currency_id": currency.id}
        )
        taxes = self.included_tax().ids
        glass, frame = (
            self.service(name, 10.0, taxes_id=taxes) for name in ("Glass", "Frame")
        )
        self.direction.product_tmpl_ids |= (glass | frame).product_tmpl_id
        lines = [(glass, 3, 33.33), (frame, 7, 0.07)]
        order = self.proposed(self.deal(name="Glass"), lines=lines)
        self.assertEqual(order.currency_id, currency)
        self.assertEqual(self.kinds(order), [])
        offered = order.amount_untaxed
        order.order_line[0].discount = 100
        approval = self.ask(order)
        self.assertAlmostEqual(approval.calculated_amount, offered, delta=0.01)
        self.assertEqual(approval.amount_untaxed, order.amount_untaxed)
        order.order_line[0].write({"discount": 0, "price_unit": 29.99})
        self.assertEqual(self.kinds(order), ["price"])
        order.order_line[0].price_unit = 30
        self.assertEqual(self.kinds(order), [])

    def test_host_order_is_nobodys_business(self):
        order = self.model("sale.order", self.manager).create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create({"product_id": self.survey.id, "price_unit": 1.0})
                ],
            }
        )
        self.assertEqual(order._get_excesses(), {})
        self.assertFalse(order.engineering_approval_state)
        order.action_quotation_sent()
        order.action_confirm()


@tagged("standard", "post_install", "-at_install")
class TestOrdered(ApprovalCase):
    """What is ordered is sold for no less than it might have been proposed for."""

    def assertTooFar(self, call, *args):
        self.assertRefused(UserError, "is ordered, and would go beyond", call, *args)

    def test_price_stays_within_the_limits(self):
        self.order.action_confirm()
        line = self.lines[0]
        for values in ({"price_unit": 1}, {"discount": 99}, {"price_unit": 150}):
            self.assertTooFar(line.write, values)
            self.assertTooFar(
                self.order.write, {"order_line": [Command.update(line.id, values)]}
            )
        line.price_unit = 95
        self.assertEqual(self.order.amount_untaxed, 175)

    def test_nothing_is_taken_off(self):
        self.order.action_confirm()
        off = {"product_id": self.montage.id, "price_unit": -150}
        for values in (off, {**off, "is_downpayment": True, "product_uom_qty": 1}):
            self.assertTooFar(
                self.order.write, {"order_line": [Command.create(values)]}
            )

    def test_nothing_is_added_that_nobody_calculated(self):
        self.order.action_confirm()
        for price in (0, 250):
            service = {"product_id": self.montage.id, "price_unit": price}
            with self.subTest(price):
                self.assertTooFar(
                    self.order.write, {"order_line": [Command.create(service)]}
                )
                self.assertTooFar(
                    self.model("sale.order.line", self.manager).create,
                    {"order_id": self.order.id, **service},
                )
        self.order.order_line = [
            Command.create({"display_type": "line_note", "name": "By Friday"})
        ]

    def test_what_was_added_and_approved_is_ordered_and_becomes_no_cheaper(self):
        service = {"product_id": self.montage.id, "price_unit": 250}
        self.order.order_line = [Command.create(service)]
        self.as_(self.leader, self.ask()).action_approve()
        self.order.action_confirm()
        added = self.order.order_line - self.lines
        self.assertTooFar(added.write, {"price_unit": 249})
        added.product_uom_qty = 2
        added.price_unit = 260

    def test_expenses_of_a_project_are_charged(self):
        self.order.action_confirm()
        self.model("sale.order.line", self.employee).sudo().create(
            {
                "order_id": self.order.id,
                "product_id": self.service("Taxi", 20.0).id,
                "is_expense": True,
            }
        )
        self.assertEqual(self.order.amount_untaxed, 200)

    def test_taxes_stay_those_of_service_and_customer(self):
        self.order.action_confirm()
        self.assertTooFar(self.lines[0].write, {"tax_ids": self.included_tax().ids})

    def test_sums_are_those_of_the_lines(self):
        self.assertNotByHand(self.order, {"amount_total": 1})
        self.assertNotByHand(self.lines, {"price_subtotal": 1, "price_total": 1})
        line = {"product_id": self.montage.id, "price_total": 1}
        values = {"order_line": [Command.create(line)]}
        self.assertRefused(AccessError, "by hand", self.order.write, values)
        self.lines[0].product_uom_qty = 2
        self.assertEqual(self.order.amount_total, 280)

    def test_what_was_approved_stands_and_goes_no_further(self):
        self.lines[0].price_unit = 50
        self.as_(self.leader, self.ask()).action_approve()
        self.order.action_confirm()
        self.lines[1].price_unit = 38
        self.lines[1].product_uom_qty = 1
        self.assertTooFar(self.lines[0].write, {"price_unit": 49})
        self.lines[0].price_unit = 95

    def test_who_may_go_further_does(self):
        self.order.action_confirm()
        self.let_sell_freely(self.sales_head)
        self.as_(self.sales_head, self.lines[0]).price_unit = 1
        self.assertEqual(self.order.amount_untaxed, 81)
