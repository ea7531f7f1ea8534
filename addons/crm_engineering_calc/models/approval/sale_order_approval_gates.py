from odoo import models
from odoo.exceptions import UserError

from ...domain.approvals import STANDING, ApprovalEvent

# What of an order, beside its lines, an approval is of.
LIMITED_FIELDS = frozenset(
    {
        "currency_id",
        "fiscal_position_id",
        "partner_id",
        "payment_term_id",
        "pricelist_id",
    }
)


class SaleOrder(models.Model):
    """What is beyond the limits and not approved is not sent, accepted or confirmed."""

    _name = "sale.order"
    _inherit = "sale.order"

    def _check_approved(self):
        """Refuse to send what is beyond the limits and not approved.

        :raises UserError: names what is beyond, and who approves
        """
        self.ensure_one()
        if self._is_within_limits():
            return
        raise UserError(self._get_approval_refusal())

    def _get_approval_refusal(self):
        """Return why the proposal can't go out, and what to do, for who sells it."""
        if waiting := self._get_open_approvals():
            return self.env._(
                "%(order)s waits for approval by %(who)s. It can be sent and confirmed"
                " when it is approved.",
                order=self.display_name,
                who=", ".join(waiting.approver_ids.mapped("name")),
            )
        excesses = self._prepare_excesses(self._get_excesses())
        return self.env._(
            "%(order)s goes beyond your limits:\n%(excesses)s\nAsk for approval with"
            " the button “Ask for approval”, or change it.",
            order=self.display_name,
            excesses="\n".join(
                f"• {text}"
                for text in self.env["engineering.approval"]._describe_excesses(
                    excesses, self.currency_id
                )
            ),
        )

    def _get_acceptance_refusal(self):
        refusal = super()._get_acceptance_refusal()
        if refusal or self._is_within_limits():
            return refusal
        return self.env._(
            "We are still agreeing on the terms of this proposal. Please wait for our"
            " message, or ask us."
        )

    def _confirmation_error_message(self):
        error = super()._confirmation_error_message()
        if (
            error
            or not self._get_to_check_before_sending()
            or self._is_accepted_by_customer()
            or self._is_within_limits()
        ):
            return error
        return self._get_approval_refusal()

    def _is_accepted_by_customer(self):
        """Return whether the customer has signed or paid, which confirms the order."""
        order = self.sudo()
        return order._has_valid_signature() or (
            order.require_payment
            and order.amount_paid > 0
            and order._is_confirmation_amount_reached()
        )

    # === CHANGES ===

    def write(self, vals):
        result = super().write(vals)
        if LIMITED_FIELDS.intersection(vals):
            self._void_changed_approvals()
        return result

    def unlink(self):
        # The database would leave behind what approvers are asked.
        self._of_engineering().sudo().engineering_approval_ids.unlink()
        return super().unlink()

    def _void_changed_approvals(self):
        """Let approvals of what proposals say no more be void."""
        orders = self._get_to_check_before_sending()
        if not orders:
            return
        standing = (
            self.env["engineering.approval"]
            .sudo()
            .search(
                [
                    ("order_id", "in", orders.ids),
                    ("state", "in", STANDING),
                ]
            )
        )
        changed = standing.filtered(
            lambda approval: (
                approval.fingerprint != approval.order_id._get_fingerprint()
            )
        )
        changed._send_event(ApprovalEvent.TAKE_BACK.value, changed=True)
