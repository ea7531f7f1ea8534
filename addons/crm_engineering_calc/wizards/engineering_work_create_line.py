from odoo import api, fields, models

from ..models.common.finite_fields import FiniteMonetary


class EngineeringWorkCreateLine(models.TransientModel):
    _name = "engineering.work.create.line"
    _description = "Service of a Work to Create"
    _inherit = ["engineering.order.line.dialog"]

    wizard_id = fields.Many2one(
        "engineering.work.create", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(
        related="order_line_id.currency_id", related_sudo=False
    )
    amount = FiniteMonetary(
        compute="_compute_amount", help="Without taxes, with the order's discounts."
    )

    @api.depends("quantity", "order_line_id")
    def _compute_amount(self):
        for line in self:
            ordered = line.order_line_id
            line.amount = ordered.price_subtotal * (
                line.quantity / ordered.product_uom_qty
                if ordered.product_uom_qty
                else 0.0
            )
