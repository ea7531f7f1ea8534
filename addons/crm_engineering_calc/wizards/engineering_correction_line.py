from odoo import api, fields, models

from ..domain.pricing import correction_percent, subtotal
from ..models.common.finite_fields import FiniteFloat


class EngineeringCorrectionLine(models.TransientModel):
    _name = "engineering.correction.line"
    _description = "Price to Correct"
    _inherit = ["engineering.dialog"]

    wizard_id = fields.Many2one(
        "engineering.correction", required=True, ondelete="cascade"
    )
    line_id = fields.Many2one(
        "engineering.variant.line", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="wizard_id.currency_id", related_sudo=False)
    name = fields.Text("Service", related="line_id.name", related_sudo=False)
    quantity = fields.Float(related="line_id.quantity", related_sudo=False)
    product_uom_id = fields.Many2one(
        related="line_id.product_uom_id", related_sudo=False
    )
    calculated_price = fields.Float(
        related="line_id.calculated_price", related_sudo=False
    )
    correction_limit = fields.Char(
        related="line_id.correction_limit", related_sudo=False
    )
    price_unit = FiniteFloat("New Price", digits="Product Price", required=True)
    amount = fields.Monetary("Sum", compute="_compute_amount", compute_sudo=False)
    percent = fields.Float("%", compute="_compute_amount", compute_sudo=False)
    is_beyond = fields.Boolean(compute="_compute_amount", compute_sudo=False)

    @api.depends("line_id", "price_unit")
    def _compute_amount(self):
        for line in self:
            rounding = line.currency_id.rounding or 0.01
            origin = line.line_id._origin
            line.amount = subtotal(line.quantity, line.price_unit, rounding)
            line.percent = correction_percent(line.calculated_price, line.price_unit)
            line.is_beyond = origin and not origin._get_price_bounds().admit(
                line.price_unit
            )
