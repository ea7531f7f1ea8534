"""What of an order is billed and paid, and whom it is told."""

from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.modules.module import load_script
from odoo.tests import tagged
from odoo.tools.translate import get_translation

from odoo.addons.crm_engineering_calc.tests.money import MoneyCase


@tagged("standard", "post_install", "-at_install")
class TestPayment(MoneyCase):
    def setUp(self):
        super().setUp()
        self.order = self.ordered(lines=[(self.survey, 3, 100.0)])
        self.lead = self.order.opportunity_id

    def test_invoice_and_payment_are_kept_as_they_come_and_go(self):
        self.assertMoney(self.order, 0, 0, "unpaid")
        invoice = self.invoiced(self.order)
        self.assertMoney(self.order, 300, 0, "unpaid")
        self.paid(invoice, 100)
        self.assertMoney(self.order, 300, 100, "partial")
        payment = self.paid(invoice, 200)
        self.assertMoney(self.order, 300, 300, "paid")
        payment.action_cancel()
        self.assertMoney(self.order, 300, 100, "partial")

    def test_all_lines_are_worth_the_total_that_is_rounded_once(self):
        self.env.company.tax_calculation_rounding_method = "round_globally"
        order = self.ordered(lines=[(self.survey, 0.34, 100.01)] * 3)
        self.assertEqual(order.amount_total, 102.01)
        self.assertEqual(sum(order.order_line.mapped("price_total")), 102.0)
        invoice = self.invoiced(order)
        self.assertMoney(order, 102.01, 0, "unpaid")
        self.paid(invoice)
        self.assertMoney(order, 102.01, 102.01, "paid")

    def test_payment_without_an_entry_counts_while_it_is_under_way(self):
        invoice = self.invoiced(self.order)
        lines = self.env["account.payment.method.line"].search(
            [("journal_id.type", "in", ("bank", "cash"))]
        )
        lines.payment_account_id = False
        # The host's accounting, which is no part of its community, makes none.
        payments = self.env.registry["account.payment"]
        no_account = self.env["account.account"]
        with patch.object(
            payments, "_get_outstanding_account", return_value=no_account
        ):
            payment = self.paid(invoice, 100)
        self.assertFalse(payment.move_id)
        self.assertMoney(self.order, 300, 100, "partial")
        payment.action_cancel()
        self.assertMoney(self.order, 300, 0, "unpaid")

    def test_what_is_credited_is_not_paid(self):
        invoice = self.invoiced(self.order)
        self.paid(invoice)
        self.assertMoney(self.order, 300, 300, "paid")
        credit = self.reversed(invoice)
        self.assertMoney(self.order, 0, 0, "unpaid")
        self.paid(credit)
        self.assertMoney(self.order, 0, 0, "unpaid")
        self.paid(self.invoiced(self.order))
        self.assertMoney(self.order, 300, 300, "paid")

    def test_invoice_that_is_cancelled_or_deleted_is_none(self):
        invoice = self.invoiced(self.order)
        invoice.button_draft()
        self.assertMoney(self.order, 0, 0, "unpaid")
        invoice.button_cancel()
        self.assertMoney(self.order, 0, 0, "unpaid")
        draft = self.order.sudo()._create_invoices()
        self.assertMoney(self.order, 0, 0, "unpaid")
        draft.unlink()
        self.assertMoney(self.order, 0, 0, "unpaid")

    def test_online_payment_counts_until_it_is_taken_back(self):
        self.paid_online(self.order, 100)
        self.assertMoney(self.order, 0, 100, "partial")
        rest = self.paid_online(self.order, 200, "pending")
        self.assertMoney(self.order, 0, 100, "partial")
        rest.state = "done"
        self.assertMoney(self.order, 0, 300, "paid")
        refund = rest._create_child_transaction(200, is_refund=True)
        self.assertMoney(self.order, 0, 300, "paid")
        refund.state = "done"
        self.assertMoney(self.order, 0, 100, "partial")

    def test_online_payment_is_not_counted_again_with_its_invoice(self):
        self.paid_online(self.order, 300)
        invoice = self.invoiced(self.order)
        self.paid(invoice)
        self.assertMoney(self.order, 300, 300, "paid")
        self.reversed(invoice)
        self.assertMoney(self.order, 0, 0, "unpaid")

    def test_payment_in_another_currency_counts_by_its_rate(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        company = self.order.company_id
        self.assertNotEqual(company.currency_id, euro)
        self.env["res.currency.rate"].search([("currency_id", "=", euro.id)]).unlink()
        self.env["res.currency.rate"].create(
            {
                "currency_id": euro.id,
                "company_id": company.id,
                "name": fields.Date.today(),
                "rate": 0.5,
            }
        )
        invoice = self.order.sudo()._create_invoices()
        invoice.currency_id = euro
        for line in invoice.invoice_line_ids:
            line.price_unit /= 2
        invoice.action_post()
        self.assertMoney(self.order, 300, 0, "unpaid")
        self.paid(invoice, 50, currency_id=euro.id)
        self.assertMoney(self.order, 300, 100, "partial")
        self.paid(invoice, 200, currency_id=company.currency_id.id)
        self.assertMoney(self.order, 300, 300, "paid")

    def test_orders_of_others_keep_nothing(self):
        order = self.quiet["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.survey.id})],
            }
        )
        order.action_confirm()
        self.paid(self.invoiced(order))
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT engineering_amount_invoiced, engineering_amount_paid,"
            " engineering_payment_state FROM sale_order WHERE id = %s",
            [order.id],
        )
        self.assertEqual(self.env.cr.fetchone(), (None, None, None))

    def test_orders_of_an_earlier_version_keep_it_without_a_word(self):
        self.paid(self.invoiced(self.order), 100)
        paid = self.ordered(lines=[(self.survey, 1, 100.0)])
        self.paid_online(paid, 100)
        open_one = self.ordered(lines=[(self.survey, 1, 100.0)])
        proposal = self.proposed()
        self.end()
        feed = self.feed(self.lead)
        self.env.cr.execute(
            "UPDATE sale_order SET engineering_amount_invoiced = NULL,"
            " engineering_amount_paid = NULL, engineering_payment_state = NULL"
        )
        for name in ("pre-money", "post-money"):
            load_script(
                f"crm_engineering_calc/migrations/19.0.1.5.0/{name}.py", name
            ).migrate(self.env.cr, "19.0.1.4.1")
        self.env.invalidate_all()
        self.assertMoney(self.order, 300, 100, "partial")
        self.assertMoney(paid, 0, 100, "paid")
        self.assertMoney(open_one, 0, 0, "unpaid")
        self.assertMoney(proposal, 0, 0, False)
        self.end()
        self.assertEqual(self.feed(self.lead), feed)

    def test_nobody_writes_what_is_paid(self):
        for name, value in (
            ("engineering_amount_invoiced", 5),
            ("engineering_amount_paid", 5),
            ("engineering_payment_state", "paid"),
        ):
            self.assertNotByHand(self.order, {name: value})


@tagged("standard", "post_install", "-at_install")
class TestTold(MoneyCase):
    def setUp(self):
        super().setUp()
        self.direction.work_gate = "full_payment"
        self.contract()
        self.order = self.ordered(lines=[(self.survey, 3, 100.0)])
        self.lead = self.order.opportunity_id
        self.end()

    def assertTells(self, *texts):
        """Assert what the deal was told of money, by the beginnings of its words."""
        told = self.told(self.order)
        self.assertEqual(len(told), len(texts), told)
        for said, text in zip(told, texts, strict=True):
            self.assertIn(text, said)

    def asked_to_work(self):
        return self.asked(self.lead)

    def invoiced(self, orders):
        invoice = super().invoiced(orders)
        self.end()
        return invoice

    def paid(self, *args, **values):
        payment = super().paid(*args, **values)
        self.end()
        return payment

    def test_manager_is_told_once_that_works_may_begin(self):
        self.lead.sudo().message_ids.notification_ids.unlink()
        invoice = self.invoiced(self.order)
        self.assertTells("invoiced")
        self.paid(invoice, 100)
        self.assertTells("invoiced", "paid")
        self.assertFalse(self.inbox(self.lead))
        self.paid(invoice, 200)
        may_begin = "Works of Roofing can be created now"
        self.assertTells("invoiced", "paid", may_begin)
        self.assertEqual(self.inbox(self.lead), self.manager)
        self.assertEqual(self.asked_to_work(), self.manager)
        self.order.client_order_ref = "Nothing of money"
        self.order.invalidate_recordset()
        self.assertTells("invoiced", "paid", may_begin)
        self.from_action(self.lead.action_create_work(), self.lead.env)
        self.assertFalse(self.asked_to_work())

    def test_any_payment_opens_the_gate_that_asks_for_any(self):
        self.direction.work_gate = "payment"
        invoice = self.invoiced(self.order)
        self.paid(invoice, 1)
        self.assertTells("invoiced", "can be created now")
        self.paid(invoice, 299)
        self.assertTells("invoiced", "can be created now", "paid")

    def test_refund_closes_the_gate_and_tells_so(self):
        invoice = self.invoiced(self.order)
        self.paid(invoice)
        self.end()
        self.assertEqual(self.asked_to_work(), self.manager)
        self.reversed(invoice)
        self.assertTells("invoiced", "can be created now", "wait for the payment again")
        self.assertFalse(self.asked_to_work())
        self.assertEqual(self.lead.engineering_next_action, "create_invoice")

    def test_payment_that_is_taken_back_closes_the_gate(self):
        invoice = self.invoiced(self.order)
        self.paid(invoice)
        self.end()
        lines = invoice.line_ids.filtered("reconciled")
        lines.remove_move_reconcile()
        self.assertTells("invoiced", "can be created now", "wait for the payment again")

    def test_gate_opens_with_the_order_that_was_paid_before(self):
        order = self.proposed(lines=[(self.survey, 3, 100.0)])
        self.paid_online(order, 300)
        self.assertFalse(self.told(order))
        order.action_confirm()
        self.assertIn("can be created now", self.told(order)[0])

    def test_payment_online_is_told_as_the_customer_s(self):
        public = self.env.ref("base.public_user")
        transaction = self.paid_online(self.order, 300, "pending")
        self.end()
        transaction = transaction.with_user(public).sudo()
        transaction._set_done()
        transaction.env.flush_all()
        self.assertTells("can be created now")
        message = self.lead.sudo().message_ids.filtered(
            lambda message: "can be created now" in (message.body or "")
        )
        self.assertEqual(message.author_id, self.customer)

    def test_nothing_is_asked_where_works_wait_for_no_payment(self):
        self.direction.work_gate = "order"
        self.paid(self.invoiced(self.order))
        self.assertTells("invoiced", "paid")
        self.assertFalse(self.asked_to_work())

    def test_manager_is_told_in_his_language(self):
        self.manager.lang = self.env["res.lang"]._activate_lang("ru_RU").code
        self.paid(self.invoiced(self.order))
        self.end()
        self.assertEqual(
            self.lead.sudo().activity_ids.summary,
            get_translation("crm_engineering_calc", "ru_RU", "Create the work", ()),
        )

    def test_new_manager_is_asked_instead(self):
        self.paid(self.invoiced(self.order))
        self.end()
        self.lead.sudo().user_id = self.manager2
        self.assertEqual(self.asked_to_work(), self.manager2)

    def test_lost_deal_asks_for_no_works(self):
        self.paid(self.invoiced(self.order))
        self.end()
        self.lead.action_set_lost()
        self.assertFalse(self.asked_to_work())
