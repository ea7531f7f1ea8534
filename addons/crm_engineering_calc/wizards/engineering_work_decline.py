from odoo import fields, models

from ..domain.workflows import WorkEvent


class EngineeringWorkDecline(models.TransientModel):
    _name = "engineering.work.decline"
    _description = "Decline a Work"
    _inherit = ["engineering.work.dialog"]

    _target_event = WorkEvent.DECLINE.value

    reason = fields.Text(required=True)

    def _prepare_details(self):
        return {**super()._prepare_details(), "reason": self.reason}
