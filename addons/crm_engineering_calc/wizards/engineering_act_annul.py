from odoo import fields, models

from ..domain.workflows import ActEvent


class EngineeringActAnnul(models.TransientModel):
    _name = "engineering.act.annul"
    _description = "Cancel a Signed Act"
    _inherit = ["engineering.reason.dialog"]

    _target = "act_id"
    _target_event = ActEvent.ANNUL.value

    act_id = fields.Many2one(
        "engineering.act", required=True, ondelete="cascade", readonly=True
    )
