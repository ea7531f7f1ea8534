from odoo import fields, models


class EngineeringActLine(models.Model):
    _inherit = "engineering.act.line"

    guarantee = fields.Integer(
        "Guarantee (months)", help="Counted from the day on which the act is signed."
    )
