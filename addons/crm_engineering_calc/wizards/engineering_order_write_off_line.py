from odoo import fields, models

from ..models.common.finite_fields import FiniteFloat


class EngineeringOrderWriteOffLine(models.TransientModel):
    _name = "engineering.order.write.off.line"
    _description = "Service to write off"
    _inherit = ["engineering.order.line.dialog"]

    wizard_id = fields.Many2one(
        "engineering.order.write.off", required=True, ondelete="cascade"
    )
    order_id = fields.Many2one(related="order_line_id.order_id", related_sudo=False)
    open_quantity = fields.Float(
        related="order_line_id.engineering_open_quantity", related_sudo=False
    )
    quantity = FiniteFloat("Write off")
