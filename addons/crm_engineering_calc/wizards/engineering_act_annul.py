from odoo import fields, models

from ..domain.workflows import ActEvent


class EngineeringActAnnul(models.TransientModel):
    _name = "engineering.act.annul"
    _description = "Cancel a Signed Act"
    _inherit = ["engineering.event.dialog"]

    _target = "act_id"
    _target_event = ActEvent.ANNUL.value

    act_id = fields.Many2one(
        "engineering.act", required=True, ondelete="cascade", readonly=True
    )
    reason = fields.Text(required=True)

    def _prepare_details(self):
        return {**super()._prepare_details(), "reason": self.reason}
