from odoo import fields, models


class EngineeringDirection(models.Model):
    _inherit = "engineering.direction"

    review_required = fields.Boolean(
        tracking=True,
        help="Calculations are completed only after a colleague has approved them.",
    )
