from odoo import api, fields, models

from ..domain.workflows import CalculationEvent


class EngineeringCalculationAnswer(models.TransientModel):
    _name = "engineering.calculation.answer"
    _description = "Answer the Engineer"
    _inherit = ["engineering.calculation.dialog"]

    _target_event = CalculationEvent.ANSWER.value

    question = fields.Text(related="calculation_id.question", related_sudo=False)
    answer = fields.Text("Manager's Answer", required=True)
    is_taken_back = fields.Boolean(
        compute="_compute_is_taken_back",
        export_string_translation=False,
        help="Whoever asked has the answer otherwise.",
    )

    @api.depends("calculation_id")
    @api.depends_context("uid")
    def _compute_is_taken_back(self):
        for dialog in self:
            asker = dialog.calculation_id.engineer_id
            dialog.is_taken_back = asker == self.env.user

    def _prepare_details(self):
        return {**super()._prepare_details(), "answer": self.answer}
