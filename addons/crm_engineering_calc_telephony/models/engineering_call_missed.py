from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from odoo.addons.crm_engineering_calc.models.common.reader_texts import (
    as_read_by,
    to_text,
)

from ..telephony.call import RESULT_ANSWERED, RESULT_MISSED

_lt = LazyTranslate(__name__)
CALL_BACK = "crm_engineering_calc_telephony.mail_activity_type_call_back"


class EngineeringCall(models.Model):
    """A missed call is somebody's to do, until any call with its number is answered."""

    _name = "engineering.call"
    _inherit = "engineering.call"

    _to_call_back_index = models.Index(
        "(number_normalized) WHERE missed IS TRUE AND called_back IS NOT TRUE"
    )

    missed = fields.Boolean(compute="_compute_missed", store=True)
    called_back = fields.Boolean(readonly=True, copy=False)
    callback_id = fields.Many2one(
        "engineering.call",
        "Called Back By",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    # Empty where nobody has called back: an average must not count it.
    callback_minutes = fields.Integer(
        "Minutes to Call Back", readonly=True, copy=False, aggregator="avg"
    )
    callback_user_id = fields.Many2one(
        "res.users",
        "To Be Called Back By",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    callback_activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, ondelete="set null"
    )

    @api.depends("result")
    def _compute_missed(self):
        for call in self:
            call.missed = call.result == RESULT_MISSED

    def _after_event(self, was, rung):
        result = super()._after_event(was, rung)
        if self.result != was:
            if was == RESULT_MISSED:
                self.callback_activity_id.unlink()
            if self.result == RESULT_ANSWERED:
                self._close_missed()
            elif self.result == RESULT_MISSED:
                self._ask_to_call_back()
        return result

    def _search_of_same_number(self, domain, **kwargs):
        return self.search(
            Domain("number_normalized", "=", self.number_normalized)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("id", "!=", self.id)
            & Domain(domain),
            **kwargs,
        )

    # === CALLED BACK ===

    def _close_missed(self):
        """Nobody need call back any more whom this call was with."""
        if not self.number_normalized:
            return
        missed = self._search_of_same_number(
            [
                ("missed", "=", True),
                ("called_back", "=", False),
                ("started", "<=", self.started),
            ]
        )
        missed._be_called_back(self)

    def _be_called_back(self, answered):
        for call in self:
            minutes = call._get_minutes_until(answered.answered)
            call._as_machine().write(
                {
                    "called_back": True,
                    "callback_id": answered.id,
                    "callback_minutes": minutes,
                }
            )
            if activity := call.callback_activity_id.exists():
                call._as_machine().callback_activity_id = False
                activity._be_called_back(answered)

    def _be_called_back_otherwise(self):
        """Nobody need call back any more: who was asked to says that it is done."""
        now = fields.Datetime.now()
        waiting = [("missed", "=", True), ("called_back", "=", False)]
        for call in self:
            done = call
            if call.number_normalized:
                done |= call._search_of_same_number(waiting)
            for one in done:
                minutes = one._get_minutes_until(now)
                one._as_machine().write(
                    {
                        "called_back": True,
                        "callback_minutes": minutes,
                        "callback_activity_id": False,
                    }
                )

    def _get_minutes_until(self, moment):
        waited = moment - (self.ended or self.started)
        return max(0, int(waited.total_seconds() // 60))

    # === TO DO ===

    def _ask_to_call_back(self):
        """Ask one person to call back, once a number."""
        if self.number_normalized:
            later = self._search_of_same_number(
                [("result", "=", RESULT_ANSWERED), ("started", ">=", self.started)],
                order="started, id",
                limit=1,
            )
            if later:
                self._be_called_back(later)
                return
            asked = self._search_of_same_number(
                [
                    ("missed", "=", True),
                    ("called_back", "=", False),
                    ("callback_activity_id.active", "=", True),
                ],
                limit=1,
            )
            if asked:
                self._as_machine().write(
                    {"callback_user_id": asked.callback_user_id.id}
                )
                return
        user = self._get_who_calls_back()
        if not user:
            return
        self._as_machine().callback_user_id = user
        card = self
        if self.lead_id and self.lead_id.with_user(user).has_access("read"):
            card = self.lead_id
        reader = as_read_by(card, user)
        summary = _lt("Call back %(call)s", call=self)
        # The host's mail says half of it in the language of who asks.
        self._as_machine().callback_activity_id = reader.activity_schedule(
            CALL_BACK,
            user_id=user.id,
            date_deadline=fields.Date.context_today(reader),
            summary=to_text(reader.env, summary),
        )

    def _pass_on_call_back(self):
        """Ask who is to call back by now, where it is not who was asked."""
        for call in self:
            user = call._get_who_calls_back()
            if not user or user == call.callback_user_id:
                continue
            call._as_machine().callback_user_id = user
            if activity := call.callback_activity_id.exists():
                activity.user_id = user

    def _get_who_calls_back(self):
        """Return who is asked to call back: none, if nobody can be. To be extended."""
        lead, exchange = self.lead_id, self.exchange_id
        manager = lead._get_engineering_manager() if lead else lead.user_id
        user = manager or lead.team_id.user_id or self.partner_id.user_id
        user = user if user.active and not user.share else user.browse()
        return user or exchange.fallback_user_id
