from datetime import timedelta

from odoo import api, fields, models

from ..telephony.call import GOING_ON, to_clock

MOST_FORGOTTEN = 500


class EngineeringCall(models.Model):
    """What is heard of a call, and how long what was told of it is kept."""

    _name = "engineering.call"
    _inherit = "engineering.call"

    talk = fields.Char(compute="_compute_clocks")
    waited = fields.Char("Wait", compute="_compute_clocks")
    recording = fields.Char(compute="_compute_recording")
    is_told_forgotten = fields.Boolean(readonly=True, copy=False)

    @api.depends("duration", "wait")
    def _compute_clocks(self):
        for call in self:
            call.talk = to_clock(call.duration) if call.duration else False
            call.waited = to_clock(call.wait) if call.wait else False

    @api.depends("recording_url")
    def _compute_recording(self):
        for call in self:
            heard = call.recording_url and f"/engineering/call/{call.id}/recording"
            call.recording = heard

    def _open_recording(self):
        """Return the recording that only the server may fetch, as an answer of HTTP.

        None: its address is for the browser.

        :raises LineError: it can't be had
        """
        self.ensure_one()
        exchange = self.exchange_id
        driver = exchange._get_driver()
        return driver._open_recording(exchange, self.recording_url)

    @api.autovacuum
    def _gc_told(self):
        """Forget what exchanges have told of calls that are long over."""
        done = 0
        exchanges = self.env["engineering.exchange"].sudo()
        kept = exchanges.with_context(active_test=False).search(
            [("event_days", ">", 0)]
        )
        for exchange in kept:
            since = fields.Datetime.now() - timedelta(days=exchange.event_days)
            old = self.sudo().search(
                [
                    ("exchange_id", "=", exchange.id),
                    ("is_told_forgotten", "=", False),
                    ("result", "not in", GOING_ON),
                    ("started", "<", since),
                ],
                limit=MOST_FORGOTTEN - done,
            )
            old._forget_told()
            done += len(old)
            if done >= MOST_FORGOTTEN:
                return done, 1
        return done, 0

    def _forget_told(self):
        if not self:
            return
        events = self.env["engineering.call.event"].sudo()
        events.search(
            [
                ("exchange_id", "in", self.exchange_id.ids),
                ("call_key", "in", self.mapped("external_id")),
            ]
        ).unlink()
        self._as_machine().write({"is_told_forgotten": True})
