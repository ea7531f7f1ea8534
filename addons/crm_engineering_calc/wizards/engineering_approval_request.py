from odoo import fields, models


class EngineeringApprovalRequest(models.TransientModel):
    _name = "engineering.approval.request"
    _description = "Ask for Approval"
    _inherit = ["engineering.dialog"]

    _target = "order_id"
    _target_operation = "write"

    order_id = fields.Many2one(
        "sale.order", "Proposal", required=True, ondelete="cascade", readonly=True
    )
    excess_text = fields.Html(
        related="order_id.engineering_excess_text", related_sudo=False
    )
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Ask who approves for the directions whose limits are exceeded.

        :return: the action that ends the dialog
        :raises UserError: the proposal needs no approval, or waits for it already
        """
        self.ensure_one()
        self.order_id._request_approval(self.reason)
        return self._close()
