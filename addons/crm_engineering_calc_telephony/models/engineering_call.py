from datetime import timezone

from psycopg2.errors import UniqueViolation
from pytz import timezone as clock
from pytz import utc

from odoo import api, fields, models
from odoo.tools import mute_logger

from odoo.addons.phone_validation.tools.phone_validation import phone_format

from ..telephony import call as calls
from ..telephony.events import INCOMING, INTERNAL, OUTGOING

QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
}


class EngineeringCall(models.Model):
    """A call: what all that its exchange has told of it says together."""

    _name = "engineering.call"
    _description = "Call"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "engineering.readonly.mixin",
    ]
    _order = "started desc, id desc"
    _check_company_auto = True

    _external_id_unique = models.UniqueIndex(
        "(exchange_id, external_id)", "A call of an exchange is one here."
    )
    _number_index = models.Index(
        "(number_normalized, started) WHERE number_normalized IS NOT NULL"
    )
    _going_on_index = models.Index("(started) WHERE result IN ('ringing', 'talking')")

    exchange_id = fields.Many2one(
        "engineering.exchange", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="exchange_id.company_id", store=True, index=True
    )
    external_id = fields.Char("Call of Exchange", required=True, readonly=True)
    direction = fields.Selection(
        [
            (INCOMING, "Incoming"),
            (OUTGOING, "Outgoing"),
            (INTERNAL, "Internal"),
        ],
        readonly=True,
    )
    number = fields.Char(readonly=True, help="As the exchange tells it.")
    number_normalized = fields.Char("International Number", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Contact", check_company=True, index="btree_not_null"
    )
    lead_id = fields.Many2one(
        "crm.lead", "Deal", check_company=True, index="btree_not_null"
    )
    queue = fields.Char(readonly=True)
    rang_user_ids = fields.Many2many("res.users", string="Rang", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "Who Talked",
        readonly=True,
        index="btree_not_null",
        help="Of an outgoing call: who calls.",
    )
    started = fields.Datetime(readonly=True)
    answered = fields.Datetime(readonly=True)
    ended = fields.Datetime("End of Call", readonly=True)
    duration = fields.Integer("Talk (Seconds)", readonly=True)
    wait = fields.Integer("Wait (Seconds)", readonly=True, aggregator="avg")
    hour = fields.Integer(
        "Hour of Day",
        compute="_compute_hour",
        store=True,
        aggregator=None,
        help="On the clock of the company.",
    )
    result = fields.Selection(
        [
            (calls.RESULT_RINGING, "Ringing"),
            (calls.RESULT_TALKING, "Talking"),
            (calls.RESULT_ANSWERED, "Answered"),
            (calls.RESULT_MISSED, "Missed"),
            (calls.RESULT_UNANSWERED, "Not answered"),
        ],
        readonly=True,
    )
    recording_url = fields.Char("Link to the Recording", readonly=True, copy=False)
    summary = fields.Char(help="What was said, in a line.")

    # === COMPUTE ===

    @api.depends("started", "company_id")
    def _compute_hour(self):
        for call in self:
            company = call.company_id
            zone = company.resource_calendar_id.tz or company.partner_id.tz or "UTC"
            moment = call.started and utc.localize(call.started)
            call.hour = moment.astimezone(clock(zone)).hour if moment else 0

    @api.depends("number", "number_normalized", "partner_id", "started")
    @api.depends_context("tz", "lang")
    def _compute_display_name(self):
        for call in self:
            shown = call._get_shown_number()
            partner = call.partner_id.sudo().display_name
            call.display_name = f"{partner}, {shown}" if partner else shown

    def _get_shown_number(self):
        """Return the number of the other side as people write it."""
        if self.number_normalized:
            return phone_format(
                self.number_normalized, None, None, raise_exception=False
            )
        return self.number or self.env._("Hidden number")

    # === EVENTS ===

    @api.model
    def _begin(self, exchange, key):
        """Return a new call; none: another transaction has just begun it."""
        values = {"exchange_id": exchange.id, "external_id": key}
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return self.with_context(**QUIET)._as_machine().create(values)
        except UniqueViolation:
            return self.browse()

    def _follow(self, facts):
        """Be what is known of the call by now, and tell who must know."""
        self.ensure_one()
        was, rung = self.result, self.rang_user_ids | self.user_id
        values = self._prepare_values(facts)
        changed = {
            name: value for name, value in values.items() if self._is_other(name, value)
        }
        if not changed:
            return
        self.with_context(**QUIET)._as_machine().write(changed)
        if "number" in changed or not was:
            self._find_party()
        self._after_event(was, rung)

    def _after_event(self, was, rung):
        """Do what follows from what the call is now. To be extended.

        :param was: its result before, none of a new one
        :param rung: users who knew of it before
        """

    def _prepare_values(self, facts):
        """Return the values of the call, of what is known. To be extended."""
        exchange = self.exchange_id
        rang, talked = (
            exchange._get_users(part) for part in (facts.rung, facts.talked)
        )
        is_outgoing = facts.direction == OUTGOING
        is_internal = bool(exchange._get_users([facts.number]))
        result = facts.result
        if is_internal and result == calls.RESULT_MISSED:
            # Colleagues see themselves whom they have not reached.
            result = calls.RESULT_UNANSWERED
        return {
            "direction": INTERNAL if is_internal else facts.direction,
            "number": facts.number or False,
            "number_normalized": not is_internal and exchange._normalize(facts.number),
            "queue": facts.queue or False,
            "rang_user_ids": [] if is_outgoing else (rang | talked).ids,
            "user_id": ((rang | talked) if is_outgoing else talked)[:1].id,
            "started": _naive(facts.started),
            "answered": _naive(facts.answered),
            "ended": _naive(facts.ended),
            "duration": facts.duration,
            "wait": facts.wait,
            "result": result,
            "recording_url": facts.recording or False,
        }

    def _is_other(self, name, value):
        field = self._fields[name]
        now = self[name]
        if field.type == "many2many":
            return set(now.ids) != set(value)
        return (now.id if field.type == "many2one" else now) != value


def _naive(moment):
    return moment.astimezone(timezone.utc).replace(tzinfo=None) if moment else False
