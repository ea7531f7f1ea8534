from odoo import fields, models

from ..models.common.selections import FINDING_LEVELS


class EngineeringCalculationFinding(models.TransientModel):
    _name = "engineering.calculation.finding"
    _description = "Finding of the Check before Handover"
    _inherit = ["engineering.dialog"]

    wizard_id = fields.Many2one(
        "engineering.calculation.complete", required=True, ondelete="cascade"
    )
    level = fields.Selection(FINDING_LEVELS, required=True)
    text = fields.Char("What", required=True)
