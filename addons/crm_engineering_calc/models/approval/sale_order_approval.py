from markupsafe import Markup

from odoo import api, fields, models

from ...domain.approvals import ApprovalState
from ..common.field_groups import SALES

NEEDED = "needed"
TO_ASK = (NEEDED, ApprovalState.REFUSED.value)
# What can be neither sent nor confirmed.
HELD = (*TO_ASK, ApprovalState.REQUESTED.value)


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
    # Who reads orders and sells none is shown the host's buttons, too.
    engineering_is_held = fields.Boolean(
        "Held until Approved", compute="_compute_engineering_approval_state"
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
        "engineering_approval_ids.approver_ids",
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
        self.engineering_is_held = False
        self.engineering_excess_text = False
        for order in self._origin._get_to_check_before_sending():
            excesses = order._get_excesses()
            state = order._get_approval_state(excesses)
            order.engineering_approval_state = state
            order.engineering_needs_approval = state in TO_ASK
            order.engineering_is_held = (
                state in HELD and not order._is_accepted_by_customer()
            )
            if excesses:
                order.engineering_excess_text = order._render_excesses(excesses)

    def _render_excesses(self, excesses):
        """Return what is beyond the limits, and what became of it, in markup."""
        text = self.env["engineering.approval"]._render_excesses(
            self._prepare_excesses(excesses), self.currency_id
        )
        return text + Markup("").join(
            Markup("<p class='mb-0'>%s</p>") % said
            for said in self._get_current_approvals()._describe_answers()
        )

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

    def _get_open_approvals(self):
        return self.sudo().engineering_approval_ids.filtered("is_open")

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
