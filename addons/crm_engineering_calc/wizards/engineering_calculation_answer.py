from odoo import fields, models

from ..domain.workflows import CalculationEvent


class EngineeringCalculationAnswer(models.TransientModel):
    _name = "engineering.calculation.answer"
    _description = "Answer the Engineer"
    _inherit = ["engineering.calculation.dialog"]

    _target_event = CalculationEvent.ANSWER.value

    question = fields.Text(related="calculation_id.question", related_sudo=False)
    answer = fields.Text("Manager's Answer", required=True)

    def _prepare_details(self):
        return {**super()._prepare_details(), "answer": self.answer}
