from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain.approvals import ApprovalState
from ..common.concurrency import serialize
from ..common.field_groups import SALES

NEEDED = "needed"


class SaleOrder(models.Model):
    """A proposal beyond its seller's limits is approved before it goes out."""

    _name = "sale.order"
    _inherit = "sale.order"

    engineering_approval_ids = fields.One2many(
        "engineering.approval", "order_id", "Approvals", groups=SALES
    )
    engineering_approval_state = fields.Selection(
        lambda self: self._get_approval_state_selection(),
        "Approval",
        compute="_compute_engineering_approval_state",
        groups=SALES,
    )
    engineering_needs_approval = fields.Boolean(
        "Ask for approval",
        compute="_compute_engineering_approval_state",
        groups=SALES,
    )
    engineering_excess_text = fields.Html(
        "Beyond the Limits", compute="_compute_engineering_approval_state", groups=SALES
    )

    # === COMPUTE ===

    @api.model
    def _get_approval_state_selection(self):
        return [
            (NEEDED, self.env._("To be approved")),
            *self.env["engineering.approval"]._get_state_selection(),
        ]

    @api.depends(
        "engineering_approval_ids.state",
        "order_line.price_unit",
        "order_line.discount",
        "order_line.product_uom_qty",
        "order_line.product_id",
        "order_line.tax_ids",
        "fiscal_position_id",
        "currency_id",
        "state",
    )
    @api.depends_context("uid", "lang")
    def _compute_engineering_approval_state(self):
        self.engineering_approval_state = False
        self.engineering_needs_approval = False
        self.engineering_excess_text = False
        for order in self._origin._get_to_check_before_sending():
            excesses = order._get_excesses()
            state = order._get_approval_state(excesses)
            order.engineering_approval_state = state
            order.engineering_needs_approval = state in (
                NEEDED,
                ApprovalState.REFUSED.value,
            )
            if excesses:
                order.engineering_excess_text = order._render_excesses(excesses)

    def _render_excesses(self, excesses):
        """Return what is beyond the limits, and why it was refused, in markup."""
        text = self.env["engineering.approval"]._render_excesses(
            self._prepare_excesses(excesses), self.currency_id
        )
        refused = self._get_current_approvals().filtered("refusal_reason")
        reasons = Markup("").join(
            Markup("<p class='mb-0'>%s: %s</p>")
            % (approval.decided_by_id.name, approval.refusal_reason)
            for approval in refused
        )
        return text + reasons

    def _get_approval_state(self, excesses):
        """Return where the approval of what the proposal says now stands, if any."""
        states = set(self._get_current_approvals().mapped("state"))
        for state in (ApprovalState.REFUSED, ApprovalState.REQUESTED):
            if excesses and state.value in states:
                return state.value
        if not self._is_within_limits():
            return NEEDED
        return excesses and states and ApprovalState.APPROVED.value

    def _get_current_approvals(self):
        """Return the last approval a direction of what the proposal says now."""
        fingerprint = self.sudo()._get_fingerprint()
        current = self.sudo().engineering_approval_ids.filtered(
            lambda approval: (
                approval.fingerprint == fingerprint
                and approval.state != ApprovalState.VOID
            )
        )
        last = {approval.direction_id: approval for approval in current.sorted("id")}
        return current.browse(approval.id for approval in last.values())

    def _release_approved(self):
        """Let go out what is approved of all directions that were asked."""
        for order in self:
            approvals = order._get_current_approvals()
            if set(approvals.mapped("state")) == {ApprovalState.APPROVED.value}:
                order._release()

    # === ASK ===

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

    def _get_open_approvals(self):
        return self.sudo().engineering_approval_ids.filtered("is_open")

    def _request_approval(self, reason):
        """Return new approvals, one a direction whose limits are exceeded."""
        self.ensure_one()
        serialize(self)
        self._check_needs_approval()
        # Nobody writes approvals by hand, hence superuser.
        approvals = self.env["engineering.approval"].sudo()._as_machine()
        approvals = approvals.create(
            [
                self._prepare_approval_values(direction, excesses, reason)
                for direction, excesses in self._get_excesses().items()
            ]
        ).with_env(self.env)
        approvals._after_request()
        return approvals

    def _prepare_approval_values(self, direction, excesses, reason):
        order = self.sudo()
        team = order.engineering_calculation_ids.filtered(
            lambda calculation: calculation.direction_id == direction
        ).team_id[:1]
        return {
            "order_id": order.id,
            "direction_id": direction.id,
            "approver_ids": direction._get_approvers(order.company_id, team).ids,
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
            "margin": order.amount_untaxed - order._get_cost(),
        }

    def _get_cost(self):
        """Return what the company pays for what is sold, added lines included."""
        return sum(
            line.product_uom_qty * line._get_unit_cost()
            for line in self.order_line
            if line._is_sold()
        )

    @api.model
    def _prepare_excesses(self, excesses):
        """Return excesses by direction as JSON keeps them for who reads them later."""
        return [
            {
                "kind": excess.kind.value,
                "name": excess.name,
                "calculated": excess.calculated,
                "sold": excess.sold,
            }
            for found in excesses.values()
            for excess in found
        ]
