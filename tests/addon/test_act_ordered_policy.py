"""Services that are invoiced as ordered: acts bill them once, write-offs never."""

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.act_billing import ActInvoiceCase


@tagged("standard", "post_install", "-at_install")
class TestOrderedPolicy(ActInvoiceCase):
    def setUp(self):
        super().setUp()
        (self.survey | self.montage).invoice_policy = "order"
        self.env.add_to_compute(
            self.order.order_line._fields["qty_to_invoice"], self.order.order_line
        )
        self.line = self.order.order_line[0].sudo()

    def written_off(self, quantity):
        order = self.as_(self.manager, self.order)
        write_off = order._write_off({order.order_line[0]: quantity}, "No roof")
        self.env.invalidate_all()
        return write_off

    def test_what_is_written_off_is_not_billed(self):
        write_off = self.written_off(1)
        self.assertEqual(self.line.qty_to_invoice, 2)
        invoice = self.invoiced(self.order)
        self.assertEqual(invoice.amount_total, 300)
        self.assertEqual(self.line.invoice_status, "invoiced")
        write_off._undo("The roof is there")
        self.env.invalidate_all()
        self.assertEqual(self.line.invoice_status, "to invoice")
        self.assertEqual(self.invoiced(self.order).amount_total, 100)

    def test_what_is_billed_and_then_written_off_is_credited(self):
        self.invoiced(self.order)
        self.written_off(1)
        self.assertEqual(self.line.qty_to_invoice, -1)
        self.assertEqual(self.line.invoice_status, "to invoice")
        self.assertEqual(self.order.sudo().invoice_status, "to invoice")
        credit = self.order.sudo()._create_invoices(final=True)
        self.assertEqual(credit.move_type, "out_refund")
        self.assertEqual(credit.amount_total, 100)

    def test_act_of_what_was_billed_in_advance_bills_nothing(self):
        self.invoiced(self.order)
        act = self.signed_act()
        self.assertFalse(act.is_to_bill)
        self.assertNotIn(act, self.to_bill())
        self.assertEqual(self.line.invoice_status, "invoiced")

    def test_act_bills_what_was_not_billed_in_advance(self):
        invoice = self.order.sudo()._create_invoices()
        invoice.invoice_line_ids.filtered(
            lambda line: line.product_id == self.survey
        ).quantity = 2
        invoice.action_post()
        self.env.invalidate_all()
        bill = self.bill(self.signed_act())
        self.assertEqual(self.billed_lines(bill), [(self.survey, 1)])
        self.assertMoney(self.order, 400, 0, "unpaid")

    # === TO INVOICE ===

    def to_bill(self, value=True):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.model("engineering.act", self.manager).search(
            [("is_to_bill", "=", value)]
        )

    def test_acts_to_invoice_are_found(self):
        draft = self.acted(self.done(self.worked(self.order, {self.survey: 1})))
        first = self.signed_act({self.survey: 1})
        second = self.signed_act({self.montage: 1})
        self.assertEqual(self.to_bill(), first | second)
        self.assertIn(draft, self.to_bill(False))
        invoice = self.bill(first)
        self.assertEqual(self.to_bill(), second)
        self.assertIn(first, self.to_bill(False))
        invoice.button_draft()
        invoice.button_cancel()
        self.assertEqual(self.to_bill(), first | second)

    def test_line_that_waits_for_its_act_is_not_invoiced(self):
        self.survey.invoice_policy = "delivery"
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        self.bill(self.signed_act({self.survey: 2}, order))
        line = order.sudo().order_line.filtered("product_id")
        self.assertEqual(line.invoice_status, "no")
        order._write_off({line.with_env(order.env): 1}, "No roof")
        self.env.invalidate_all()
        self.assertEqual(line.invoice_status, "invoiced")
