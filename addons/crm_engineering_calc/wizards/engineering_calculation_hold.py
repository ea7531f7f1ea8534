from odoo import fields, models

from ..domain.workflows import CalculationEvent


class EngineeringCalculationHold(models.TransientModel):
    _name = "engineering.calculation.hold"
    _description = "Put a Calculation on Hold"
    _inherit = ["engineering.calculation.dialog"]

    _target_event = CalculationEvent.HOLD.value

    reason = fields.Text(required=True)

    def _prepare_details(self):
        return {**super()._prepare_details(), "reason": self.reason}
