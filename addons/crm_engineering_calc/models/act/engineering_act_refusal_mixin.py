from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import ActEvent, ActState
from ..common.activity_types import DEAL
from ..common.concurrency import serialize
from ..common.reader_texts import as_read_by, to_html

_lt = LazyTranslate(__name__)

_REFUSAL = ("refusal_reason", "refused_by_id", "refused_on")


class EngineeringActRefusalMixin(models.AbstractModel):
    """The customer refuses to sign an act on its page, and says why.

    The act stays sent: the manager settles with the customer what is wrong, who signs
    it after all, or gets another one instead.
    """

    _name = "engineering.act.refusal.mixin"
    _inherit = ["engineering.notice.mixin", "engineering.workflow.mixin"]
    _description = "Refusal of an act"

    _activity_type = DEAL

    refusal_reason = fields.Text("Why Refused", readonly=True, copy=False)
    refused_by_id = fields.Many2one("res.partner", readonly=True, copy=False)
    refused_on = fields.Datetime(readonly=True, copy=False)
    is_refused = fields.Boolean("Refused", compute="_compute_is_refused")

    @api.depends("refused_on", "state")
    def _compute_is_refused(self):
        for act in self:
            act.is_refused = act.refused_on and act.state == ActState.SENT

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | set(_REFUSAL)

    # === REFUSE ===

    def _refuse(self, reason, author):
        """Keep why the customer does not sign the act, and tell the manager.

        :param reason: what the customer has written
        :param author: the partner who refuses
        :raises UserError: it waits for no signature, is refused already, or no reason
            is given; in words for the customer
        """
        self.ensure_one()
        serialize(self)
        self.invalidate_recordset(["state", *_REFUSAL])
        self._check_can_be_refused(reason)
        self._as_machine().write(
            {
                "refusal_reason": reason,
                "refused_by_id": author.id,
                "refused_on": fields.Datetime.now(),
            }
        )
        manager = self.lead_id._get_engineering_manager()
        act = as_read_by(self, manager)
        act.message_post(
            body=to_html(act.env, _lt("Refuses to sign: %(reason)s", reason=reason)),
            author_id=author.id,
            subtype_xmlid="mail.mt_comment",
        )
        self._ask_users(
            manager, _lt("Settle with the customer why the act is not signed"), reason
        )
        self.lead_id._notify_deal(
            _lt("Act %(link)s is refused: %(reason)s", link=self, reason=reason),
            inbox=True,
            author=author,
        )

    def _check_can_be_refused(self, reason):
        if self.state != ActState.SENT:
            raise UserError(self.env._("This act waits for no signature any more."))
        if self.is_refused:
            raise UserError(
                self.env._("You have told us already why you do not sign this act.")
            )
        if not reason:
            raise UserError(
                self.env._("Tell us in a few words why you do not sign the act.")
            )

    # === SETTLED ===

    def _after_event(self, event, details):
        if event != ActEvent.SEND:
            self.filtered("refused_on")._drop_activities()
        return super()._after_event(event, details)

    def _tell_sent_again(self, message):
        """Let the customer, who gets the act again, sign or refuse it anew."""
        if self.refused_on:
            self._as_machine().write(dict.fromkeys(_REFUSAL, False))
            self._drop_activities()
        return super()._tell_sent_again(message)
