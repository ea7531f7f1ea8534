from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ...domain.workflow import Role
from ...domain.workflows import ActEvent

_lt = LazyTranslate(__name__)

HEAD_OF_SALES = "sales_team.group_sale_manager"


class EngineeringActCancellingMixin(models.AbstractModel):
    """Acts that are cancelled: what they list can be in another one.

    A signed one is cancelled by who heads the sales, with a reason, and stays as it was
    signed, with its number.
    """

    _name = "engineering.act.cancelling.mixin"
    _inherit = ["engineering.workflow.mixin", "engineering.paper.mixin"]
    _description = "Cancelling of an act"

    cancelled_on = fields.Datetime(readonly=True, copy=False)
    cancelled_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    cancel_reason = fields.Text(
        "Reason of the Cancellation", readonly=True, copy=False, tracking=True
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {
            "cancel_reason",
            "cancelled_by_id",
            "cancelled_on",
        }

    # === BUTTONS ===

    def action_cancel(self):
        """Cancel the acts: their works can be in another one.

        :return: True
        :raises UserError: an act can't be cancelled in its state
        :raises AccessError: the deal is another manager's
        """
        return self._send_event(ActEvent.CANCEL.value)

    def action_annul(self):
        """Ask why a signed act is cancelled.

        :return: the action that opens the dialog
        """
        return self._open_dialog("engineering.act.annul", self.env._("Cancel Act"))

    # === WHO ===

    def _get_workflow_roles(self):
        roles = super()._get_workflow_roles()
        if self._is_annulled_by_user():
            roles.add(Role.HEAD_OF_SALES)
        return roles

    def _is_annulled_by_user(self):
        """Return whether the user heads the sales, or the sales team of the deal."""
        user = self.env.user
        leader = self.sudo().lead_id.team_id.user_id
        return bool(self.env.su or user == leader or user.has_group(HEAD_OF_SALES))

    # === EVENT ===

    def _prepare_event_values(self, event, target, details):
        values = super()._prepare_event_values(event, target, details)
        if event in (ActEvent.CANCEL, ActEvent.ANNUL):
            values.update(
                cancelled_on=fields.Datetime.now(),
                cancelled_by_id=self.env.uid,
                cancel_reason=details.get("reason"),
            )
        return values

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event in (ActEvent.CANCEL, ActEvent.ANNUL):
            self._after_cancel(details.get("reason"))
        return result

    def _after_cancel(self, reason):
        """Give quantities and amounts back, and tell the deals."""
        for act in self.sudo():
            act.engineering_signature_id._end(reason)
            act.order_ids._let_acts_follow()
        for act in self:
            text = (
                _lt("Act %(link)s is cancelled: %(reason)s", link=act, reason=reason)
                if reason
                else _lt("Act %(link)s is cancelled", link=act)
            )
            act.lead_id._notify_deal(text, inbox=bool(reason))
        self.lead_id._update_engineering_state()
        self.lead_id.sudo()._notify_acts_due()

    # === PAPER ===

    def _get_paper_cancellation(self):
        """Return what the paper of a cancelled act says about it; else nothing."""
        self.ensure_one()
        if not self.cancelled_on:
            return ""
        paper = self._as_paper()
        zone = paper.with_context(tz=self._get_signature_zone())
        day = fields.Datetime.context_timestamp(zone, paper.cancelled_on).date()
        return paper.env._("Cancelled on %(day)s", day=paper._get_paper_date(day))

    def _get_paper_as_signed(self):
        paper = super()._get_paper_as_signed()
        # The file that was signed is kept, and is not what stands any more.
        return paper.browse() if self.cancelled_on else paper
