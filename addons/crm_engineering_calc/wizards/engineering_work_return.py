from odoo import models

from ..domain.workflows import WorkEvent


class EngineeringWorkReturn(models.TransientModel):
    _name = "engineering.work.return"
    _description = "Return a Work"
    _inherit = ["engineering.work.dialog", "engineering.reason.dialog"]

    _target_event = WorkEvent.RETURN.value
