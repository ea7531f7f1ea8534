from odoo import models

from ..domain.workflows import WorkEvent


class EngineeringWorkDecline(models.TransientModel):
    _name = "engineering.work.decline"
    _description = "Decline a Work"
    _inherit = ["engineering.work.dialog", "engineering.reason.dialog"]

    _target_event = WorkEvent.DECLINE.value
