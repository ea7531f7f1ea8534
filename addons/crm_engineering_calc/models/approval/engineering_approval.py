from odoo import api, fields, models

from ...domain.approvals import ApprovalState
from ..common.field_groups import COST_GROUP, LEADER, SALES
from ..common.finite_fields import FiniteMonetary


class EngineeringApproval(models.Model):
    _name = "engineering.approval"
    _description = "Approval of a Proposal"
    _inherit = [
        "engineering.approval.events.mixin",
        "engineering.approval.lines.mixin",
        "engineering.excess.texts.mixin",
        "engineering.readonly.mixin",
        "engineering.card.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _desk = "crm_engineering_calc.engineering_approval_action"

    order_id = fields.Many2one(
        "sale.order",
        "Proposal",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        groups=SALES,
    )
    name = fields.Char(related="order_id.name", string="Number", store=True)
    lead_id = fields.Many2one(
        related="order_id.opportunity_id", string="Deal", store=True, index=True
    )
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, related_sudo=True
    )
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer")
    currency_id = fields.Many2one("res.currency", readonly=True, required=True)
    direction_id = fields.Many2one(
        "engineering.direction", required=True, readonly=True, ondelete="restrict"
    )
    requested_by_id = fields.Many2one("res.users", readonly=True, required=True)
    reason = fields.Char("Why", readonly=True)
    fingerprint = fields.Char(
        readonly=True, copy=False, export_string_translation=False
    )
    excesses = fields.Json(readonly=True, copy=False, export_string_translation=False)
    excess_text = fields.Html(
        "Beyond the Limits", compute="_compute_excess_text", sanitize=False
    )
    calculated_amount = FiniteMonetary("As Calculated", readonly=True)
    amount_untaxed = FiniteMonetary("Untaxed Amount", readonly=True)
    amount_total = FiniteMonetary("Total", readonly=True)
    margin = FiniteMonetary(readonly=True, groups=COST_GROUP)
    margin_percent = fields.Float(
        "Margin (%)", compute="_compute_margin_percent", groups=COST_GROUP
    )
    state = fields.Selection(
        lambda self: self._get_state_selection(),
        default=ApprovalState.REQUESTED.value,
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")
    possible_events = fields.Json(compute="_compute_possible_events")

    # === COMPUTE ===

    @api.depends("excesses", "currency_id")
    @api.depends_context("lang")
    def _compute_excess_text(self):
        for approval in self:
            approval.excess_text = approval._render_excesses(
                approval.excesses or [], approval.currency_id
            )

    @api.depends("margin", "amount_untaxed")
    def _compute_margin_percent(self):
        for approval in self:
            untaxed = approval.amount_untaxed
            approval.margin_percent = approval.margin / untaxed if untaxed else 0.0

    # === DESK ===

    @api.model
    def _get_desk_links(self):
        """Return what leads from a desk to the approvals that wait for the user.

        Where none waits, who leads no team approves nothing.
        """
        waiting = self.search_count(
            [("is_open", "=", True), ("approver_ids", "in", self.env.uid)]
        )
        if not waiting and not self.env.user.has_group(LEADER):
            return []
        return [
            {
                "name": "approvals",
                "label": self.env._("To approve"),
                "count": waiting,
                "action": self._desk,
            }
        ]

    # === BUTTONS ===

    def action_view_order(self):
        """Return the action that opens the proposal."""
        self.ensure_one()
        return self.order_id._get_records_action(name=self.env._("Proposal"))

    def action_view_lead(self):
        """Return the action that opens the deal."""
        self.ensure_one()
        return self.lead_id._get_records_action(name=self.env._("Deal"))
