from odoo import models
from odoo.exceptions import UserError

from ...domain.approvals import STANDING, ApprovalState
from ..common.concurrency import serialize


class SaleOrder(models.Model):
    """What a proposal beyond its seller's limits is asked to be approved with."""

    _name = "sale.order"
    _inherit = "sale.order"

    def action_request_approval(self):
        """Ask why the proposal shall be approved.

        :return: the action that opens the dialog
        :raises UserError: nothing of it needs to be approved
        """
        self.ensure_one()
        self._check_needs_approval()
        return self._open_dialog(
            "engineering.approval.request", self.env._("Ask for Approval")
        )

    def action_view_approvals(self):
        """Return the action that lists the approvals of the proposal."""
        return self.engineering_approval_ids._get_records_action(
            name=self.env._("Approvals"), context={"create": False}
        )

    def _check_needs_approval(self):
        self.check_access("write")
        if not self._get_to_check_before_sending() or self._is_within_limits():
            raise UserError(
                self.env._(
                    "%(order)s needs no approval: it is within your limits, approved,"
                    " or no proposal any more.",
                    order=self.display_name,
                )
            )
        if self.engineering_approval_state == ApprovalState.REQUESTED:
            raise UserError(
                self.env._(
                    "%(order)s waits for approval already by %(who)s.",
                    order=self.display_name,
                    who=", ".join(
                        self._get_open_approvals().approver_ids.mapped("name")
                    ),
                )
            )

    def _request_approval(self, reason):
        """Return new approvals, one a direction whose limits are exceeded.

        Who has approved the proposal as it is, or is asked already, is not asked again.
        """
        self.ensure_one()
        serialize(self)
        self._check_needs_approval()
        approvals = self._get_current_approvals().filtered(
            lambda approval: approval.state in STANDING
        )
        standing = approvals.direction_id
        # Nobody writes approvals by hand, hence superuser.
        approvals = self.env["engineering.approval"].sudo()._as_machine()
        approvals = approvals.create(
            [
                self._prepare_approval_values(direction, excesses, reason)
                for direction, excesses in self._get_excesses().items()
                if direction not in standing
            ]
        ).with_env(self.env)
        approvals._after_request()
        return approvals

    def _get_approvers(self, direction):
        """Return who approves for a direction of the proposal now."""
        team = self.engineering_calculation_ids.filtered(
            lambda calculation: calculation.direction_id == direction
        ).team_id[:1]
        return direction._get_approvers(self.company_id, team)

    def _prepare_approval_values(self, direction, excesses, reason):
        order = self.sudo()
        return {
            "order_id": order.id,
            "direction_id": direction.id,
            "approver_ids": order._get_approvers(direction).ids,
            "requested_by_id": self.env.uid,
            "reason": reason,
            "fingerprint": order._get_fingerprint(),
            "currency_id": order.currency_id.id,
            "excesses": order._prepare_excesses({direction: excesses}),
            "amount_untaxed": order.amount_untaxed,
            "amount_total": order.amount_total,
            "calculated_amount": sum(
                line._get_calculated_subtotal()
                for line in order.engineering_variant_ids.line_ids
            ),
            "margin": order.amount_untaxed - order._get_engineering_cost(),
            **order._prepare_approval_lines(),
        }
