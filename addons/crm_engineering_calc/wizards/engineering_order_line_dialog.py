from odoo import fields, models

from ..models.common.finite_fields import FiniteFloat


class EngineeringOrderLineDialog(models.AbstractModel):
    """A service of an order in a dialog, and how much of it stands in works."""

    _name = "engineering.order.line.dialog"
    _description = "Service of an order in a dialog"
    _inherit = ["engineering.dialog"]

    order_line_id = fields.Many2one(
        "sale.order.line", required=True, ondelete="cascade"
    )
    name = fields.Text("Service", related="order_line_id.name", related_sudo=False)
    ordered_quantity = fields.Float(
        "Ordered Quantity", related="order_line_id.product_uom_qty", related_sudo=False
    )
    work_quantity = fields.Float(
        related="order_line_id.engineering_work_quantity", related_sudo=False
    )
    quantity = FiniteFloat(digits="Product Unit", required=True)
    product_uom_id = fields.Many2one(
        related="order_line_id.product_uom_id", related_sudo=False
    )
