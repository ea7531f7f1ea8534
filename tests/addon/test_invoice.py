"""The invoice for payment: made, sent and listed from the deal by one button."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.money import MoneyCase

BILLING = "account.group_account_invoice"


@tagged("standard", "post_install", "-at_install")
class TestInvoice(MoneyCase):
    def setUp(self):
        super().setUp()
        self.manager.group_ids += self.env.ref(BILLING)
        self.order = self.ordered(lines=[(self.survey, 3, 100.0)])
        self.lead = self.order.opportunity_id

    def press(self, lead=None, user=None):
        """Press the button, and return what it opens."""
        lead = lead or self.lead
        lead = self.as_(user or self.manager, lead)
        lead.invalidate_recordset()
        return lead.action_create_invoice()

    def made(self, order=None):
        return (order or self.order).sudo().invoice_ids

    def sent(self, action):
        """Send by the host's dialog that an action opens."""
        self.assertEqual(action["res_model"], "account.move.send.wizard")
        dialog = self.env["account.move.send.wizard"].with_user(self.manager)
        dialog = dialog.with_context(action["context"]).create({})
        dialog.action_send_and_print(allow_fallback_pdf=True)

    def assertRefusedToPress(self, pattern, **values):
        self.assertRefused(UserError, pattern, self.press, **values)

    def test_one_button_makes_and_sends_the_whole_invoice(self):
        action = self.press()
        invoice = self.made()
        self.assertEqual((invoice.state, invoice.amount_total), ("posted", 300))
        self.sent(action)
        self.assertTrue(invoice.is_move_sent)
        self.assertIn("invoiced", self.told(self.order)[0])

    def test_second_click_makes_no_other(self):
        self.press()
        action = self.press()
        self.assertEqual(len(self.made()), 1)
        self.sent(action)
        action = self.press()
        self.assertEqual(len(self.made()), 1)
        self.assertEqual(action["res_model"], "account.move")
        self.assertEqual(action["res_id"], self.made().id)

    def test_invoice_that_is_paid_in_part_is_shown_again(self):
        self.press()
        self.paid(self.as_(self.accountant, self.made()), 100)
        self.press()
        self.assertEqual(len(self.made()), 1)
        self.paid(self.as_(self.accountant, self.made()), 200)
        self.assertRefusedToPress("All that is ordered in “New roof” is paid")

    def test_cancelled_invoice_is_made_again(self):
        self.press()
        self.made().button_draft()
        self.made().button_cancel()
        self.press()
        self.assertEqual(self.made().mapped("state").count("posted"), 1)

    def test_prepayment_comes_first_and_the_rest_after_it(self):
        self.direction.write({"first_invoice": "prepayment", "prepayment_percent": 30})
        self.press()
        prepayment = self.made()
        self.assertEqual(prepayment.amount_total, 90)
        self.assertMoney(self.order, 90, 0, "unpaid")
        self.paid(self.as_(self.accountant, prepayment))
        self.assertMoney(self.order, 90, 90, "partial")
        self.press()
        rest = self.made() - prepayment
        self.assertEqual(rest.amount_total, 210)
        self.assertMoney(self.order, 300, 90, "partial")
        self.paid(self.as_(self.accountant, rest))
        self.assertMoney(self.order, 300, 300, "paid")

    def test_prepayment_of_what_is_invoiced_as_delivered(self):
        self.survey.invoice_policy = "delivery"
        self.env.invalidate_all()
        self.assertRefusedToPress("Nothing of .* is left to invoice")
        self.direction.write({"first_invoice": "prepayment", "prepayment_percent": 50})
        self.press()
        self.assertEqual(self.made().amount_total, 150)
        self.paid(self.as_(self.accountant, self.made()))
        self.assertRefusedToPress("150.00 of .*300.00 is invoiced")

    def test_directions_have_each_their_part_of_the_prepayment(self):
        self.foreign_service.invoice_policy = "order"
        self.direction.write({"first_invoice": "prepayment", "prepayment_percent": 10})
        lead = self.deal()
        first = self.completed(lead, lines=[(self.survey, 1, 300.0)])
        lead.engineering_direction_id = self.other_direction
        second = self.as_(self.outsider, self.requested(lead))
        second.action_take()
        self.variant(second, [(self.foreign_service, 1, 100.0)])
        self.complete(second)
        for card in first, second:
            self.as_(self.manager, card.variant_ids).action_select()
        order = self.from_action(lead.action_create_proposal(), lead.env)
        order.action_confirm()
        self.press(lead)
        self.assertEqual(self.made(order).amount_total, 130)

    def test_several_orders_ask_which(self):
        more = self.completed(self.lead, lines=[(self.montage, 1, 50.0)])
        self.as_(self.manager, more.variant_ids).action_select()
        second = self.from_action(self.lead.action_create_proposal(), self.lead.env)
        second.action_confirm()
        action = self.press()
        self.assertEqual(action["res_model"], "engineering.invoice.create")
        dialog = self.wizard(action["res_model"], self.lead, order_id=second.id)
        dialog.action_confirm()
        self.assertEqual(self.made(second).amount_total, 50)
        self.assertFalse(self.made())
        self.paid(self.as_(self.accountant, self.made(second)))
        self.press()
        self.assertEqual(self.made().amount_total, 300)
        foreign = self.ordered()
        self.assertRefused(
            UserError,
            "is no unpaid order of",
            self.wizard(
                "engineering.invoice.create", self.lead, order_id=foreign.id
            ).action_confirm,
        )

    def test_nothing_ordered_is_nothing_to_invoice(self):
        lead = self.proposed().opportunity_id
        self.assertRefusedToPress("has no order to invoice", lead=lead)
        self.assertRefusedToPress("has no order to invoice", lead=self.deal())

    def test_lost_deal_is_not_invoiced(self):
        self.lead.action_set_lost()
        self.assertRefusedToPress("is lost or archived")

    def test_manager_who_may_not_post_leaves_it_to_the_accountant(self):
        self.manager.group_ids -= self.env.ref(BILLING)
        self.direction.accountant_id = self.accountant
        action = self.press()
        invoice = self.made()
        self.end()
        self.assertEqual((invoice.state, action["res_id"]), ("draft", invoice.id))
        self.assertEqual(self.asked(invoice), self.accountant)
        self.assertEqual(self.press()["res_id"], invoice.id)
        self.assertEqual(len(self.made()), 1)
        self.lead.sudo().message_ids.notification_ids.unlink()
        self.as_(self.accountant, invoice).action_post()
        self.end()
        self.assertFalse(self.asked(invoice))
        self.assertEqual(self.inbox(self.lead), self.manager)
        self.sent(self.press())

    def test_only_the_manager_of_the_deal_invoices_it(self):
        for user in self.manager2, self.engineer, self.leader, self.accountant:
            with self.subTest(user.name):
                self.assertRefused(AccessError, "", self.press, user=user)
        self.press(user=self.sales_head)
        self.assertEqual(len(self.made()), 1)

    def test_invoice_of_a_colleague_is_left_to_him(self):
        self.press()
        self.manager.group_ids -= self.env.ref(BILLING)
        self.made().invoice_user_id = self.manager2
        self.assertRefusedToPress("not yours to open. Ask Manager2")

    def test_deal_lists_its_invoices(self):
        self.assertEqual(self.lead.engineering_invoice_count, 0)
        self.press()
        self.paid(self.as_(self.accountant, self.made()))
        self.lead.invalidate_recordset()
        self.assertEqual(self.lead.engineering_invoice_count, 1)
        self.assertEqual(self.lead.action_view_invoices()["res_id"], self.made().id)
        self.reversed(self.as_(self.accountant, self.made()))
        self.lead.invalidate_recordset()
        self.assertEqual(self.lead.engineering_invoice_count, 2)

    def test_payment_is_the_primary_step_where_works_wait_for_it(self):
        self.direction.work_gate = "payment"
        self.lead.invalidate_recordset()
        self.assertEqual(self.lead.engineering_next_action, "create_invoice")
        self.press()
        self.paid(self.as_(self.accountant, self.made()), 1)
        self.lead.invalidate_recordset()
        self.assertEqual(self.lead.engineering_next_action, "create_work")
        self.assertIn("create_invoice", self.lead.engineering_possible_actions)


@tagged("standard", "post_install", "-at_install")
class TestMoney(MoneyCase):
    def rows(self, lead):
        lead.invalidate_recordset()
        names = ("currency", "proposed", "ordered", "invoiced", "paid", "outstanding")
        return [
            tuple(row[name] for name in names) for row in lead.engineering_money or []
        ]

    def test_deal_tells_its_money_step_by_step(self):
        order = self.proposed(lines=[(self.survey, 3, 100.0)])
        lead, currency = order.opportunity_id, order.currency_id.name
        self.assertEqual(self.rows(lead), [(currency, 300, 0, 0, 0, 0)])
        order.action_confirm()
        self.assertEqual(self.rows(lead), [(currency, 0, 300, 0, 0, 300)])
        invoice = self.invoiced(order)
        self.paid(invoice, 100)
        self.assertEqual(self.rows(lead), [(currency, 0, 300, 300, 100, 200)])

    def test_strip_says_how_an_order_is_paid_where_the_amounts_stand_beside(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        invoice = self.invoiced(order)
        for amount, word in ((100, "partly paid"), (200, "paid")):
            self.paid(invoice, amount)
            self.env.invalidate_all()
            (brief,) = (
                item["brief"]
                for item in order.opportunity_id.engineering_summary
                if item["name"] == f"order_{order.id}"
            )
            self.assertEqual((brief["text"], brief["note"]), (order.name, word))

    def test_credit_that_is_due_is_told(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        lead, currency = order.opportunity_id, order.currency_id.name
        self.paid(self.invoiced(order), 300)
        self.assertEqual(self.rows(lead), [(currency, 0, 300, 300, 300, 0)])
        self.assertEqual(lead.engineering_money[0]["credit"], 0)
        write_off = order._write_off({order.order_line: 1}, "No roof there")
        self.assertEqual(self.rows(lead), [(currency, 0, 300, 300, 300, 0)])
        row = lead.engineering_money[0]
        self.assertEqual((row["written_off"], row["credit"]), (100, 100))
        self.assertEqual(row["overpaid"], 100)
        (note,) = (
            item["note"]
            for item in lead.engineering_summary
            if item["name"] == f"order_{order.id}"
        )
        self.assertIn(f"overpaid by {order.currency_id.format(100)}", note)
        write_off._undo("The roof is there")
        self.assertEqual(self.rows(lead), [(currency, 0, 300, 300, 300, 0)])

    def test_order_that_is_not_invoiced_hides_no_credit_of_another(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        self.paid(self.invoiced(order), 300)
        order._write_off({order.order_line: 1}, "No roof there")
        lead = order.opportunity_id
        self.ordered(lead, lines=[(self.montage, 1, 500.0)])
        lead.invalidate_recordset()
        (row,) = lead.engineering_money
        self.assertEqual((row["ordered"], row["invoiced"]), (800, 300))
        self.assertEqual((row["credit"], row["overpaid"]), (100, 100))
        self.assertEqual(row["outstanding"], 500)

    def test_what_a_cancelled_order_was_billed_is_to_be_credited(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        lead = order.opportunity_id
        self.paid(self.invoiced(order), 200)
        order._action_cancel()
        (row,) = lead.engineering_money
        self.assertEqual((row["ordered"], row["outstanding"]), (0, 0))
        self.assertEqual((row["credit"], row["overpaid"]), (300, 200))

    def test_part_of_a_discount_is_written_off_too(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        self.env["sale.order.discount"].with_context(
            active_model="sale.order", active_id=order.id
        ).create(
            {
                "sale_order_id": order.id,
                "discount_type": "so_discount",
                "discount_percentage": 0.1,
            }
        ).action_apply_discount()
        service = order.order_line.filtered(lambda line: line.product_id == self.survey)
        order._write_off({service: 1}, "No roof there")
        self.assertEqual(order._get_amount_to_pay(), 180)
        order._write_off({service: 2}, "No roof there")
        self.assertEqual(order._get_amount_to_pay(), 0)

    def test_currencies_are_never_blended(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        lead = order.opportunity_id
        euro = self.env.ref("base.EUR")
        euro.active = True
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": euro.id}
        )
        self.direction.pricelist_id = pricelist
        more = self.completed(lead, lines=[(self.montage, 1, 50.0)])
        self.as_(self.manager, more.variant_ids).action_select()
        second = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertEqual(second.currency_id, euro)
        second.action_confirm()
        self.assertEqual(
            self.rows(lead),
            [
                ("EUR", 0, 50, 0, 0, 50),
                (order.currency_id.name, 0, 300, 0, 0, 300),
            ],
        )

    def test_engineers_read_no_money(self):
        lead = self.ordered().opportunity_id
        for user in self.engineer, self.leader:
            self.assertRefused(
                AccessError, "", self.as_(user, lead).read, ["engineering_money"]
            )
        self.assertTrue(self.as_(self.sales_head, lead).engineering_money)

    def test_order_of_a_colleague_counts(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        order.sudo().user_id = self.manager2
        lead = order.opportunity_id
        self.assertEqual(len(self.rows(lead)), 1)
        self.assertEqual(self.rows(lead)[0][2], 300)
