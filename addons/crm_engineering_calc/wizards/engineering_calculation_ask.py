from odoo import fields, models

from ..domain.workflows import CalculationEvent


class EngineeringCalculationAsk(models.TransientModel):
    _name = "engineering.calculation.ask"
    _description = "Ask the Manager"
    _inherit = ["engineering.calculation.dialog"]

    _target_event = CalculationEvent.ASK.value

    question = fields.Text(required=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Files")

    def _prepare_details(self):
        return {
            **super()._prepare_details(),
            "question": self.question,
            "attachments": self.attachment_ids,
        }
