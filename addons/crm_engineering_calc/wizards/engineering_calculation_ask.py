from odoo import fields, models

from ..domain.workflows import CalculationEvent


class EngineeringCalculationAsk(models.TransientModel):
    _name = "engineering.calculation.ask"
    _description = "Ask the Manager"
    _inherit = ["engineering.calculation.dialog"]

    _target_event = CalculationEvent.ASK.value

    question = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.calculation_id._send_event(
            CalculationEvent.ASK.value, question=self.question
        )
        return self._close()
