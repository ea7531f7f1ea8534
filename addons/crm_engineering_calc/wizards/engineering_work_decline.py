from odoo import fields, models

from ..domain.workflows import WorkEvent


class EngineeringWorkDecline(models.TransientModel):
    _name = "engineering.work.decline"
    _description = "Decline a Work"
    _inherit = ["engineering.dialog"]

    _target = "task_id"
    _target_event = WorkEvent.DECLINE.value

    task_id = fields.Many2one(
        "project.task", "Work", required=True, ondelete="cascade", readonly=True
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.task_id._send_event(WorkEvent.DECLINE.value, reason=self.reason)
        return self._close()
