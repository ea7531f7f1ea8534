"""The case of acts that are signed and billed, after prepayments too."""

from .money import MoneyCase

BILLING = "account.group_account_invoice"


class ActInvoiceCase(MoneyCase):
    def setUp(self):
        super().setUp()
        self.manager.group_ids += self.env.ref(BILLING)
        (self.survey | self.montage | self.repair).invoice_policy = "delivery"
        self.order = self.ordered(
            lines=[(self.survey, 3, 100.0), (self.montage, 2, 50.0)]
        )
        self.lead = self.order.opportunity_id

    def signed_act(self, quantities=None, order=None):
        work = self.done(self.worked(order or self.order, quantities))
        act = self.signed(self.acted(work))
        self.env.invalidate_all()
        return act

    def bill(self, act, user=None):
        """Press the act's button, and return the invoices that it has then."""
        act = self.as_(user or self.manager, act)
        act.action_create_invoice()
        return act.sudo().invoice_ids

    def down_payment(self, order, method, amount):
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": method,
                "amount" if method == "percentage" else "fixed_amount": amount,
            }
        )
        invoice = wizard._create_invoices(order)
        invoice.action_post()
        return invoice

    def billed_lines(self, invoice):
        return [
            (line.product_id, line.quantity)
            for line in invoice.invoice_line_ids
            if line.display_type == "product" and not line.is_downpayment
        ]
