from odoo import api, fields, models


class EngineeringOrderDialog(models.AbstractModel):
    """A dialog over a deal that is about one of its orders."""

    _name = "engineering.order.dialog"
    _description = "Dialog about an order of a deal"
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

    def _get_available_orders(self):
        """Return the orders of the deal to choose from."""
        raise NotImplementedError

    @api.depends("lead_id")
    def _compute_available_order_ids(self):
        for dialog in self:
            dialog.available_order_ids = (
                dialog.lead_id and dialog._get_available_orders()
            )

    @api.depends("lead_id")
    def _compute_order_id(self):
        for dialog in self:
            if dialog.order_id.opportunity_id != dialog.lead_id:
                dialog.order_id = dialog.available_order_ids._origin[:1]
