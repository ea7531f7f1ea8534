from odoo import models

from ...domain.approvals import ApprovalEvent


class SaleOrder(models.Model):
    """One gate before a proposal is sent, from whichever button, mail or program."""

    _name = "sale.order"
    _inherit = "sale.order"

    def _check_sendable(self):
        """Refuse to send what may not go out. To be extended.

        :raises UserError: says why, and the remedy
        """
        for order in self:
            order._check_approved()

    def _get_to_check_before_sending(self):
        """Return the proposals, made from calculations, that may still be sent."""
        return self._of_engineering().filtered(
            lambda order: order.state in ("draft", "sent")
        )

    def action_quotation_send(self):
        self._of_engineering().check_access("read")
        self._get_to_check_before_sending()._check_sendable()
        return super().action_quotation_send()

    def write(self, vals):
        if vals.get("state") != "sent":
            return super().write(vals)
        proposals = self._get_to_check_before_sending()
        proposals._check_sendable()
        result = super().write(vals)
        proposals._release()
        proposals._get_open_approvals()._send_event(ApprovalEvent.TAKE_BACK.value)
        return result
