from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ...domain.approvals import APPROVAL, ApprovalEvent
from ...domain.workflow import Role
from ..common.activity_types import APPROVE
from ..common.field_groups import ADMINISTRATOR

_lt = LazyTranslate(__name__)


class EngineeringApprovalEventsMixin(models.AbstractModel):
    """An approval moves by its events: it is given, refused or taken back."""

    _name = "engineering.approval.events.mixin"
    _inherit = ["engineering.approvers.mixin"]
    _description = "Events of an approval"

    _activity_type = APPROVE

    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    refusal_reason = fields.Char(readonly=True, copy=False)

    # === WORKFLOW ===

    @api.model
    def _get_workflow(self):
        return APPROVAL

    def _get_workflow_roles(self):
        """Return the user's roles.

        Whom the direction names decides, about a request of his own, too. An
        administrator decides instead of anybody else, and not about his own.
        """
        roles = super()._get_workflow_roles()
        user, approval = self.env.user, self.sudo()
        if user in approval.approver_ids or (
            user.has_group(ADMINISTRATOR) and user != approval.requested_by_id
        ):
            roles.add(Role.APPROVER)
        if approval.order_id.opportunity_id.with_env(self.env)._is_managed_by_user():
            roles.add(Role.MANAGER)
        return roles

    def _prepare_event_values(self, event, target, details):
        values = super()._prepare_event_values(event, target, details)
        if event in (ApprovalEvent.APPROVE, ApprovalEvent.REFUSE):
            values |= {
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
                "refusal_reason": details.get("reason"),
            }
        return values

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        for approval in self:
            approval._tell_manager(event, **details)
        if event == ApprovalEvent.APPROVE:
            self.sudo().order_id._release_approved()
        elif event == ApprovalEvent.TAKE_BACK:
            self.filtered("decided_on").sudo().order_id._hold_released()
        return result

    # === DECIDE ===

    def action_approve(self):
        """Let the proposals go out as they are.

        :return: True
        :raises UserError: an approval is not waiting any more
        :raises AccessError: the user does not approve for the direction
        """
        return self._send_event(ApprovalEvent.APPROVE.value)

    def action_refuse(self):
        """Ask why the proposal may not go out as it is.

        :return: the action that opens the dialog
        """
        return self._open_dialog(
            "engineering.approval.refuse", self.env._("Refuse the Proposal")
        )

    def action_take_back(self):
        """Take the requests, or what they got, back.

        :return: True
        :raises AccessError: the deal is another manager's
        """
        return self._send_event(ApprovalEvent.TAKE_BACK.value)

    def _tell_manager(self, event, reason=None, changed=False):
        """Tell the deal what became of the request, and its manager in the inbox."""
        order = self.sudo().order_id.with_env(self.env)
        if event == ApprovalEvent.APPROVE:
            text = _lt("%(link)s is approved: it can be sent", link=order)
        elif event == ApprovalEvent.REFUSE:
            text = _lt(
                "%(link)s is not approved: %(reason)s", link=order, reason=reason
            )
        elif changed:
            text = _lt("%(link)s has changed: its approval is void", link=order)
        else:
            text = _lt("The request to approve %(link)s is taken back", link=order)
        self.sudo().lead_id.with_env(self.env)._notify_deal(
            text, inbox=event != ApprovalEvent.TAKE_BACK
        )
