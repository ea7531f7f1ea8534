import json

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from odoo.addons.crm_engineering_calc.models.common.concurrency import serialize

from ..telephony.call import settle
from ..telephony.events import ENDED, CallEvent


class EngineeringCallEvent(models.Model):
    """What an exchange has told of a call, as it came."""

    _name = "engineering.call.event"
    _description = "Event of a Call"
    _order = "id"
    _rec_name = "event_key"

    _key_unique = models.UniqueIndex(
        "(exchange_id, event_key)", "An event of an exchange is told once."
    )
    _call_index = models.Index("(exchange_id, call_key)")
    _waiting_index = models.Index("(id) WHERE is_settled IS NOT TRUE")

    exchange_id = fields.Many2one(
        "engineering.exchange", required=True, ondelete="cascade"
    )
    event_key = fields.Char("Event", required=True)
    call_key = fields.Char("Call of Exchange", required=True)
    told = fields.Json(required=True)
    is_settled = fields.Boolean("Settled")

    @api.model
    def _keep(self, exchange, event):
        """Keep an event in one statement, that waits for nobody.

        :return: the event, as superuser; none: it is known already
        """
        rows = self.env.execute_query(
            SQL(
                """INSERT INTO engineering_call_event
                       (exchange_id, event_key, call_key, told, is_settled,
                        create_uid, write_uid, create_date, write_date)
                   VALUES (%s, %s, %s, %s, FALSE, %s, %s,
                           clock_timestamp() at time zone 'UTC',
                           clock_timestamp() at time zone 'UTC')
                   ON CONFLICT DO NOTHING RETURNING id""",
                exchange.id,
                event.id,
                event.call,
                json.dumps(event.model_dump(mode="json", exclude_defaults=True)),
                self.env.uid,
                self.env.uid,
            )
        )
        return self.sudo().browse(row[0] for row in rows)

    def _find_recordings(self):
        """Keep what is found of recordings of the calls whose end is among these."""
        found = self.browse()
        for exchange, events in self.sudo().grouped("exchange_id").items():
            told = [CallEvent.model_validate(event.told) for event in events]
            ended = [event for event in told if event.type == ENDED]
            driver = exchange._get_driver()
            for event in driver._find_recordings(exchange, ended):
                found |= self._keep(exchange, event)
        return found

    def _settle(self):
        """Let the calls of these events be what is known of them by now."""
        for exchange, events in self.sudo().grouped("exchange_id").items():
            # A call is settled with all that is known of it: others may have done it.
            waiting = events.filtered(lambda event: not event.is_settled)
            for key in dict.fromkeys(waiting.mapped("call_key")):
                self._settle_call(exchange, key)

    def _settle_call(self, exchange, key):
        """Settle one call; two who do it at once do it one after the other."""
        calls = self.env["engineering.call"].sudo()
        known = [("exchange_id", "=", exchange.id), ("external_id", "=", key)]
        call = calls.search(known, limit=1)
        if call:
            serialize(call)
        if call.is_told_forgotten:
            # What is left of what was told would make another call of it.
            self.filtered(lambda event: event.call_key == key).is_settled = True
            return
        events = self.sudo().search(
            [("exchange_id", "=", exchange.id), ("call_key", "=", key)]
        )
        facts = settle(CallEvent.model_validate(event.told) for event in events)
        if not call:
            call = calls._begin(exchange, key)
        if not call:
            raise ConcurrencyError("Another event of the call begins it")
        events.filtered(lambda event: not event.is_settled).is_settled = True
        call._follow(facts)
