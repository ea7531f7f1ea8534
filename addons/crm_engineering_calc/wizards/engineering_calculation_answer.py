from odoo import fields, models

from ..domain.workflows import CalculationEvent


class EngineeringCalculationAnswer(models.TransientModel):
    _name = "engineering.calculation.answer"
    _description = "Answer the Engineer"
    _inherit = ["engineering.calculation.dialog"]

    _target_event = CalculationEvent.ANSWER.value

    question = fields.Text(related="calculation_id.question", related_sudo=False)
    answer = fields.Text("Manager's Answer", required=True)

    def action_confirm(self):
        self.ensure_one()
        self.calculation_id._send_event(
            CalculationEvent.ANSWER.value, answer=self.answer
        )
        return self._close()
