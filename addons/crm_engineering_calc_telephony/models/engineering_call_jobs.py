from datetime import timedelta, timezone

from odoo import api, fields, models

from odoo.addons.crm_engineering_calc.models.common.batches import do_in_batches

from ..telephony.call import GOING_ON, RINGS_AT_MOST, is_overdue, settle
from ..telephony.events import LOST, CallEvent

BATCH = 50
# Of an exchange that is not reached nothing can be deleted.
AWAY = ("lost", "idle")
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
        for call in self:
            told = call._get_told_events()
            heard = max((event.time for event in told), default=now)
            if told and is_overdue(settle(told), heard, now):
                call._lose()

    def _lose(self):
        """End a call whose end nobody has heard: it was over when last heard of."""
        told = self._get_told_events()
        if told:
            lost = CallEvent(
                id=f"{LOST}:{self.external_id}"[:128],
                call=self.external_id,
                type=LOST,
                time=max(event.time for event in told),
            )
            self.exchange_id._receive(lost)._settle()

    def _get_told_events(self):
        """Return what the exchange has told of the call."""
        return [CallEvent.model_validate(event.told) for event in self._get_events()]

    def _get_events(self):
        return (
            self.env["engineering.call.event"]
            .sudo()
            .search(
                [
                    ("exchange_id", "=", self.exchange_id.id),
                    ("call_key", "=", self.external_id),
                ]
            )
        )

    @api.model
    def _cron_forget_recordings(self):
        """Forget the links to recordings that are older than their exchange keeps."""
        exchanges = self.env["engineering.exchange"].sudo()
        kept = exchanges.with_context(active_test=False).search(
            [("recording_days", ">", 0)]
        )
        for exchange in kept:
            if exchange.deletes_recordings and exchange.connection in AWAY:
                continue
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
        gone = self.browse()
        for call in self:
            if not call._delete_recording():
                # The next job tries again; what is forgotten is found by nobody.
                continue
            gone |= call
            told = call._get_events()
            for event in told.filtered(lambda event: "recording" in event.told):
                event.told = {
                    name: value
                    for name, value in event.told.items()
                    if name != "recording"
                }
        gone._as_machine().write({"recording_url": False})

    def _delete_recording(self):
        exchange = self.exchange_id
        if not exchange.deletes_recordings:
            return True
        return exchange._get_driver()._delete_recording(exchange, self.recording_url)
