from odoo import fields, models


class EngineeringCalculationDialog(models.AbstractModel):
    _name = "engineering.calculation.dialog"
    _description = "Dialog about Calculations"
    _inherit = ["engineering.event.dialog"]

    _target = "calculation_id"

    calculation_id = fields.Many2one(
        "engineering.calculation", required=True, ondelete="cascade", readonly=True
    )
