from markupsafe import Markup

from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from odoo.addons.crm_engineering_calc.models.common.reader_texts import (
    as_read_by,
    to_html,
)

from ..telephony.call import (
    GOING_ON,
    RESULT_ANSWERED,
    RESULT_MISSED,
    to_clock,
)
from ..telephony.events import OUTGOING

_lt = LazyTranslate(__name__)
# What the message in the deal tells.
TOLD = {"summary", "result", "duration", "user_id", "partner_id", "number"}


class EngineeringCall(models.Model):
    """A call that is over is told in its deal, in one message."""

    _name = "engineering.call"
    _inherit = "engineering.call"

    message_id = fields.Many2one(
        "mail.message",
        "Message in the Deal",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    def write(self, vals):
        self._check_party(vals)
        before = {call: call.lead_id for call in self} if "lead_id" in vals else {}
        result = super().write(vals)
        for call, lead in before.items():
            if call.lead_id != lead and call.message_id:
                call.sudo().message_id.unlink()
        if before or TOLD.intersection(vals):
            self._tell_deal()
        return result

    def _check_party(self, vals):
        """Refuse to give calls to, or take them from, what the user does not see.

        :raises AccessError: it is another's deal or contact
        """
        if "lead_id" in vals:
            leads = self.env["crm.lead"].browse(vals["lead_id"] or [])
            (self.lead_id | leads).check_access("read")
        if "partner_id" in vals:
            # A call says who its contact is, to who has the call.
            partners = self.env["res.partner"].browse(vals["partner_id"] or [])
            partners.check_access("read")

    def _tell_deal(self):
        """Post the calls that are over in their deals; what is posted says it anew.

        Who talks need have no right to write the deal, hence superuser.
        """
        for call in self.sudo():
            if not call.lead_id or not call.result or call.result in GOING_ON:
                continue
            lead = as_read_by(call.lead_id, call.lead_id._get_engineering_manager())
            body = call.with_env(lead.env)._get_told()
            if call.message_id:
                call.message_id.body = body
                continue
            author = call.user_id.partner_id or self.env.ref("base.partner_root")
            message = lead.message_post(
                body=body, author_id=author.id, subtype_xmlid="mail.mt_note"
            )
            call._as_machine().message_id = message

    def _get_told(self):
        """Return what the deal is told of the call, as Markup. To be extended."""
        body = to_html(self.env, self._get_told_text())
        if self.summary:
            return body + Markup("<br/>") + self.summary
        return body

    def _get_told_text(self):
        values = {
            "call": self,
            "who": self.user_id.name or self.queue or self.exchange_id.name,
            "time": to_clock(self.duration),
        }
        if self.result == RESULT_ANSWERED:
            if self.direction == OUTGOING:
                return _lt("Outgoing call: %(call)s. %(who)s, %(time)s", **values)
            return _lt("Incoming call: %(call)s. %(who)s, %(time)s", **values)
        if self.result == RESULT_MISSED:
            return _lt("Missed call: %(call)s", call=self)
        return _lt("Call without an answer: %(call)s. %(who)s", **values)
