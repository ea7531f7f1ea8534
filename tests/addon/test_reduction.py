"""An order that is reduced: works get free, invoices are settled, engineers told."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.money import MoneyCase


@tagged("standard", "post_install", "-at_install")
class TestReduction(MoneyCase):
    def setUp(self):
        super().setUp()
        self.contract()
        self.order = self.ordered(
            lines=[(self.survey, 3, 100.0), (self.montage, 4, 50.0)]
        )
        self.lead = self.order.opportunity_id

    def reduced(self, quantities, reason="The customer has less money", user=None):
        """Reduce the order to {service: quantity}, and return what is opened."""
        order = self.as_(user or self.manager, self.order)
        action = order.action_reduce_order()
        dialog = self.wizard(action["res_model"], order, reason=reason)
        for line in dialog.line_ids:
            product = line.order_line_id.product_id
            line.quantity = quantities.get(product, line.quantity)
        result = dialog.action_confirm()
        self.end()
        return result

    def ordered_now(self):
        return {line.product_id: line.product_uom_qty for line in self.order.order_line}

    def in_work(self, work):
        lines = work.sudo().engineering_work_line_ids
        return {line.product_id: line.quantity for line in lines}

    def test_what_is_in_no_work_is_free(self):
        self.worked(self.order, {self.survey: 1})
        self.reduced({self.survey: 1, self.montage: 0})
        self.assertEqual(self.ordered_now(), {self.survey: 1, self.montage: 0})
        self.assertEqual(self.order.amount_total, 100)
        self.assertEqual(self.lead.engineering_state, "work")

    def test_open_works_give_the_newest_first(self):
        first = self.worked(self.order, {self.survey: 2, self.montage: 1})
        second = self.worked(self.order, {self.survey: 1, self.montage: 1})
        self.reduced({self.survey: 1})
        self.assertEqual(self.in_work(first), {self.survey: 1, self.montage: 1})
        self.assertEqual(self.in_work(second), {self.montage: 1})
        self.assertEqual(second.engineering_state, "assigned")

    def test_work_of_which_nothing_is_left_is_cancelled(self):
        work = self.worked(self.order, {self.survey: 3})
        self.reduced({self.survey: 0})
        self.assertEqual(work.engineering_state, "cancelled")
        self.assertEqual(self.ordered_now()[self.survey], 0)

    def test_work_that_is_accepted_gives_too_and_its_engineer_is_told(self):
        work = self.worked(self.order, {self.survey: 3}, engineer=self.engineer)
        self.as_(self.engineer, work).action_accept_work()
        self.engineer.lang = self.env["res.lang"]._activate_lang("ru_RU").code
        self.reduced({self.survey: 1})
        self.assertEqual(self.in_work(work), {self.survey: 1})
        self.assertEqual(work.engineering_state, "accepted")
        told = self.env["mail.notification"].search(
            [
                ("res_partner_id", "=", self.engineer.partner_id.id),
                ("mail_message_id.model", "=", work._name),
                ("mail_message_id.res_id", "=", work.id),
                ("mail_message_id.body", "ilike", "Survey: 3 → 1"),
            ]
        )
        self.assertEqual(len(told), 1)

    def test_service_in_works_stays_what_it_is(self):
        self.let_sell_freely(self.manager)
        order = self.ordered(lines=[(self.survey, 10, 100.0), (self.repair, 5, 9.0)])
        worked, written = order.order_line
        self.worked(order, {self.survey: 3})
        order._write_off({written: 1}, "Gone")
        draft = order.copy()
        changes = (
            {"product_uom_qty": -1},
            {"price_unit": -5},
            {"discount": 150},
            {"is_downpayment": True},
            {"order_id": draft.id},
            {"product_uom_id": self.env.ref("uom.product_uom_dozen").id},
            {"product_id": self.montage.id},
        )
        for line in worked, written:
            for values in changes:
                with self.subTest(line=line.name, values=values):
                    self.assertRefused(
                        (UserError, ValidationError), "stays", line.write, values
                    )
                    self.env.invalidate_all()
            line.write({"order_id": order.id, "product_id": line.product_id.id})
        draft.order_line[0].write({"product_uom_qty": -1})

    def test_what_is_done_stays_ordered(self):
        work = self.done(self.worked(self.order, {self.survey: 2}))
        self.assertRefused(
            UserError,
            "2 Units are done in .*, and stay ordered",
            self.reduced,
            {self.survey: 1},
        )
        self.reduced({self.survey: 2})
        self.assertEqual(self.in_work(work), {self.survey: 2})

    def test_deal_and_engineer_read_what_was_reduced_and_why(self):
        card = self.order.engineering_calculation_ids
        self.reduced({self.survey: 1, self.montage: 2})
        told = [text for text in self.feed(self.lead) if "is reduced" in text]
        self.assertEqual(len(told), 1, told)
        self.assertIn("Survey: 3 → 1, Montage: 4 → 2", told[0])
        self.assertIn("The customer has less money", told[0])
        self.assertIn(self.engineer, self.inbox(card))

    def test_form_of_the_host_tells_too(self):
        line = self.order.order_line[0]
        line.product_uom_qty = 1
        self.end()
        self.assertIn("Survey: 3 → 1", self.feed(self.lead)[-1])
        line.product_uom_qty = 2
        self.end()
        self.assertNotIn("1 → 2", self.feed(self.lead)[-1])

    def test_form_of_the_host_names_the_works_and_the_remedy(self):
        work = self.worked(self.order, {self.survey: 2})
        self.assertRefused(
            ValidationError,
            f"{work.name}.*Use “Reduce the order”",
            self.order.order_line[0].write,
            {"product_uom_qty": 1},
        )

    def test_what_is_invoiced_beyond_the_order_is_credited(self):
        invoice = self.invoiced(self.order)
        self.paid(invoice)
        action = self.reduced({self.montage: 0})
        credit = self.from_action(action, self.order.env).sudo()
        self.assertEqual(
            (credit.move_type, credit.state, credit.amount_total),
            ("out_refund", "draft", 200),
        )
        credit.action_post()
        self.assertMoney(self.order, 300, 300, "paid")

    def test_prepayment_for_what_is_still_ordered_is_not_taken_back(self):
        (self.survey | self.montage).invoice_policy = "delivery"
        self.env.invalidate_all()
        self.manager.group_ids += self.env.ref("account.group_account_invoice")
        self.direction.write({"first_invoice": "prepayment", "prepayment_percent": 80})
        self.lead.action_create_invoice()
        self.end()
        self.assertMoney(self.order, 400, 0, "unpaid")
        self.reduced({self.montage: 0})
        self.assertEqual(len(self.order.sudo().invoice_ids), 1)
        self.assertTrue(
            any("Let the accountant credit $" in text for text in self.feed(self.lead))
        )

    def test_draft_of_what_was_ordered_before_is_dropped(self):
        draft = self.order.sudo()._create_invoices()
        self.reduced({self.montage: 0})
        self.assertFalse(draft.exists())
        self.assertEqual(self.order.sudo()._create_invoices().amount_total, 300)

    def test_reduction_needs_a_reason_and_less_of_something(self):
        for quantities, reason in (({}, "Less"), ({self.survey: 1}, " ")):
            self.assertRefused(
                UserError, "Write what stays ordered", self.reduced, quantities, reason
            )
        self.assertRefused(
            UserError, "from nothing to", self.reduced, {self.survey: -1}
        )

    def test_only_the_manager_of_the_deal_reduces_its_order(self):
        for user in self.manager2, self.engineer, self.accountant:
            with self.subTest(user.name):
                self.assertRefused(
                    AccessError, "", self.reduced, {self.survey: 1}, user=user
                )
        self.reduced({self.survey: 1}, user=self.sales_head)

    def test_proposal_is_changed_itself(self):
        proposal = self.proposed()
        self.assertRefused(
            UserError, "is no confirmed order", proposal.action_reduce_order
        )
