from odoo import api, fields, models


class EngineeringInvoiceCreate(models.TransientModel):
    _name = "engineering.invoice.create"
    _description = "Invoice for Payment"
    _inherit = ["engineering.dialog"]

    _target = "lead_id"
    _target_operation = "write"

    lead_id = fields.Many2one("crm.lead", "Deal", required=True, ondelete="cascade")
    available_order_ids = fields.Many2many(
        "sale.order", compute="_compute_available_order_ids"
    )
    order_id = fields.Many2one(
        "sale.order",
        compute="_compute_order_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="cascade",
        domain="[('id', 'in', available_order_ids)]",
    )
    currency_id = fields.Many2one(related="order_id.currency_id", related_sudo=False)
    amount_total = fields.Monetary(
        "Ordered", related="order_id.amount_total", related_sudo=False
    )
    amount_invoiced = fields.Monetary(
        related="order_id.engineering_amount_invoiced", related_sudo=False
    )
    amount_paid = fields.Monetary(
        related="order_id.engineering_amount_paid", related_sudo=False
    )

    @api.depends("lead_id")
    def _compute_available_order_ids(self):
        for wizard in self:
            wizard.available_order_ids = (
                wizard.lead_id and wizard.lead_id._get_orders_to_invoice()
            )

    @api.depends("lead_id")
    def _compute_order_id(self):
        for wizard in self:
            if wizard.order_id.opportunity_id != wizard.lead_id:
                wizard.order_id = wizard.available_order_ids._origin[:1]

    def action_confirm(self):
        """Make the invoice of the order, or take the one that is not paid, and send it.

        :return: the action that sends the invoice, or opens it
        :raises UserError: the order has nothing left to invoice, or is none of the
            deal's
        """
        self.ensure_one()
        self.lead_id._check_managed_by_user()
        return self.lead_id._invoice_order(self.order_id)
