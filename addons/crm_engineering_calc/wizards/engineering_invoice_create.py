from odoo import fields, models


class EngineeringInvoiceCreate(models.TransientModel):
    _name = "engineering.invoice.create"
    _description = "Invoice for Payment"
    _inherit = ["engineering.order.dialog"]

    currency_id = fields.Many2one(related="order_id.currency_id", related_sudo=False)
    amount_total = fields.Monetary(
        "Amount ordered", related="order_id.amount_total", related_sudo=False
    )
    amount_invoiced = fields.Monetary(
        related="order_id.engineering_amount_invoiced", related_sudo=False
    )
    amount_paid = fields.Monetary(
        related="order_id.engineering_amount_paid", related_sudo=False
    )

    def _get_available_orders(self):
        return self.lead_id._get_orders_to_invoice()

    def action_confirm(self):
        """Make the invoice of the order, or take the one that is not paid, and send it.

        :return: the action that sends the invoice, or opens it
        :raises UserError: the order has nothing left to invoice, or is none of the
            deal's
        """
        self.ensure_one()
        self.lead_id._check_managed_by_user()
        return self.lead_id._invoice_order(self.order_id)
