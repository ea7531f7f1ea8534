from datetime import timedelta, timezone

from odoo import api, fields, models

from odoo.addons.crm_engineering_calc.models.common.batches import do_in_batches

from ..telephony.call import GOING_ON, RINGS_AT_MOST, is_overdue, settle
from ..telephony.events import LOST, CallEvent

BATCH = 50
# What has just come is being settled by who has taken it.
SETTLES_WITHIN = timedelta(seconds=10)


class EngineeringCall(models.Model):
    """What is done of calls after them."""

    _name = "engineering.call"
    _inherit = "engineering.call"

    @api.model
    def _cron_settle(self):
        """Settle the events that remained, and end the calls that are silent."""
        events = self.env["engineering.call.event"].sudo()
        since = fields.Datetime.now() - SETTLES_WITHIN
        waiting = events.search(
            [("is_settled", "=", False), ("create_date", "<", since)]
        )
        do_in_batches(waiting, lambda batch: batch._settle(), BATCH)
        silent = self.sudo().search(
            [
                ("result", "in", GOING_ON),
                ("started", "<", fields.Datetime.now() - RINGS_AT_MOST),
            ]
        )
        do_in_batches(silent, lambda batch: batch._end_silent(), BATCH)

    def _end_silent(self):
        """End the calls of which nothing is heard for too long."""
        now = fields.Datetime.now().replace(tzinfo=timezone.utc)
        events = self.env["engineering.call.event"].sudo()
        for call in self:
            known = events.search(
                [
                    ("exchange_id", "=", call.exchange_id.id),
                    ("call_key", "=", call.external_id),
                ]
            )
            told = [CallEvent.model_validate(event.told) for event in known]
            heard = max((event.time for event in told), default=now)
            if told and is_overdue(settle(told), heard, now):
                lost = CallEvent(
                    id=f"{LOST}:{call.external_id}"[:128],
                    call=call.external_id,
                    type=LOST,
                    time=heard,
                )
                call.exchange_id._receive(lost)._settle()

    @api.model
    def _cron_forget_recordings(self):
        """Forget the links to recordings that are older than their exchange keeps."""
        exchanges = self.env["engineering.exchange"].sudo()
        kept = exchanges.with_context(active_test=False).search(
            [("recording_days", ">", 0)]
        )
        for exchange in kept:
            since = fields.Datetime.now() - timedelta(days=exchange.recording_days)
            old = self.sudo().search(
                [
                    ("exchange_id", "=", exchange.id),
                    ("recording_url", "!=", False),
                    ("started", "<", since),
                ]
            )
            do_in_batches(old, lambda batch: batch._forget_recordings(), BATCH)

    def _forget_recordings(self):
        """Forget where recordings are, in what the exchange has told too."""
        events = self.env["engineering.call.event"].sudo()
        for call in self:
            told = events.search(
                [
                    ("exchange_id", "=", call.exchange_id.id),
                    ("call_key", "=", call.external_id),
                ]
            )
            for event in told.filtered(lambda event: "recording" in event.told):
                event.told = {
                    name: value
                    for name, value in event.told.items()
                    if name != "recording"
                }
        self._as_machine().write({"recording_url": False})
