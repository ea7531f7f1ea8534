from odoo import fields, models

from ..domain.workflows import WorkEvent


class EngineeringWorkDecline(models.TransientModel):
    _name = "engineering.work.decline"
    _description = "Decline a Work"
    _inherit = ["engineering.work.dialog"]

    _target_event = WorkEvent.DECLINE.value

    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.task_id._send_event(WorkEvent.DECLINE.value, reason=self.reason)
        return self._close()
