from odoo import fields, models

from ..domain.approvals import ApprovalEvent


class EngineeringApprovalRefuse(models.TransientModel):
    _name = "engineering.approval.refuse"
    _description = "Refuse a Proposal"
    _inherit = ["engineering.reason.dialog"]

    _target = "approval_id"
    _target_event = ApprovalEvent.REFUSE.value

    approval_id = fields.Many2one(
        "engineering.approval", required=True, ondelete="cascade", readonly=True
    )
    reason = fields.Char(required=True)
