from odoo import fields, models

from ..domain.workflows import WorkEvent


class EngineeringWorkReturn(models.TransientModel):
    _name = "engineering.work.return"
    _description = "Return a Work"
    _inherit = ["engineering.work.dialog"]

    _target_event = WorkEvent.RETURN.value

    reason = fields.Text(required=True)

    def _prepare_details(self):
        return {**super()._prepare_details(), "reason": self.reason}
