from odoo import fields, models

from ..domain.workflows import WorkEvent


class EngineeringWorkReturn(models.TransientModel):
    _name = "engineering.work.return"
    _description = "Return a Work"
    _inherit = ["engineering.work.dialog"]

    _target_event = WorkEvent.RETURN.value

    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.task_id._send_event(WorkEvent.RETURN.value, reason=self.reason)
        return self._close()
