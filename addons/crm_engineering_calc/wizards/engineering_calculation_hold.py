from odoo import models

from ..domain.workflows import CalculationEvent


class EngineeringCalculationHold(models.TransientModel):
    _name = "engineering.calculation.hold"
    _description = "Put a Calculation on Hold"
    _inherit = ["engineering.calculation.dialog", "engineering.reason.dialog"]

    _target_event = CalculationEvent.HOLD.value
