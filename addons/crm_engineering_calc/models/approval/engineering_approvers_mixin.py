from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools.misc import format_date
from odoo.tools.translate import LazyTranslate

from ...domain.approvals import ApprovalEvent
from ..common.concurrency import serialize
from ..common.field_contexts import WITH_ARCHIVED
from ..common.reader_texts import amount_text

_lt = LazyTranslate(__name__)


class EngineeringApproversMixin(models.AbstractModel):
    """Whom an approval asks: who approves for its direction, while it waits.

    Where another leads the team by now, or an approver has left, others are asked.
    """

    _name = "engineering.approvers.mixin"
    _inherit = ["engineering.todo.mixin"]
    _description = "Approvers of a proposal"

    approver_ids = fields.Many2many(
        "res.users", string="Approvers", readonly=True, copy=False
    )

    @api.model
    def _get_role_fields(self):
        return [*super()._get_role_fields(), "approver_ids"]

    # === ASK ===

    def _after_request(self):
        """Ask the approvers; of whom asks himself, nothing is asked."""
        for approval in self:
            approval._ask_approvers(approval.sudo().approver_ids.with_env(self.env))
        own = self.filtered(lambda one: self.env.user in one.sudo().approver_ids)
        own._send_event(ApprovalEvent.APPROVE.value)

    def _ask_approvers(self, users):
        """Ask users, each in his language, with the figures at hand."""
        approval = self.sudo()
        self._notify_users(
            users,
            _lt(
                "%(who)s asks to approve %(order)s of “%(deal)s”: %(total)s",
                who=approval.requested_by_id,
                order=approval.name,
                deal=approval.lead_id.name,
                total=amount_text(approval.amount_total, approval.currency_id),
            ),
            activity=_lt("Approve the proposal"),
            note=approval._describe_request,
        )

    def _describe_request(self, env):
        """Return what is asked for as the reader of `env` reads it."""
        approval = self.with_env(env(su=True))
        return approval._render_excesses(approval.excesses, approval.currency_id) + (
            approval.reason or ""
        )

    def _describe_answers(self):
        """Return who is asked, since when, and why who refused did, for who asks."""
        for approval in self:
            if approval.is_open:
                yield self.env._(
                    "Asked on %(date)s: %(who)s",
                    date=format_date(self.env, approval.create_date),
                    who=", ".join(approval.approver_ids.mapped("name")),
                )
            elif approval.refusal_reason:
                yield f"{approval.decided_by_id.name}: {approval.refusal_reason}"

    # === FOLLOW ===

    @api.model
    def _follow_approvers(self, domain):
        """Ask who approves now, of what waits, instead of who did.

        Whoever changes a team or a user need not see approvals, hence superuser.

        :param domain: which approvals it may be about
        """
        waiting = Domain("state", "in", list(self._get_workflow().open_states))
        for approval in self.sudo().search(waiting & Domain(domain)):
            approval.with_env(self.env)._replace_approvers()

    def _replace_approvers(self):
        serialize(self)
        # Who has left the company is still an approver of it.
        approval = self.sudo().with_context(**WITH_ARCHIVED)
        before = approval.approver_ids
        now = approval.order_id._get_approvers(approval.direction_id)
        if now == before or not approval.is_open:
            return
        approval._as_machine().approver_ids = [Command.set(now.ids)]
        left = before - now
        approval.activity_ids.filtered(
            lambda activity: activity.automated and activity.user_id in left
        ).unlink()
        self._ask_approvers((now - before).with_env(self.env))
