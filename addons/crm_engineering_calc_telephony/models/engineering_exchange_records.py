from datetime import timedelta, timezone

from odoo import fields, models

from ..telephony.cel import get_last_moments

# Nobody calls back who has called so long ago; a whole log may be sent at first.
FETCHED_WITHIN = timedelta(days=7)


class EngineeringExchange(models.Model):
    """Calls that were not heard, fetched from the records of the exchange."""

    _name = "engineering.exchange"
    _inherit = "engineering.exchange"

    def _receive_recorded(self, events):
        """Keep what records tell of calls, but for what is known or long ago.

        :return: the events that are new, as superuser
        """
        self.ensure_one()
        last = get_last_moments(events)
        since = fields.Datetime.now().replace(tzinfo=timezone.utc) - FETCHED_WITHIN
        kept = [
            one.id
            for event in events
            if last[event.call] >= since
            for one in self._receive(event)
        ]
        self.env["engineering.exchange.link"]._of(self.id)._note_fetched()
        return self.env["engineering.call.event"].sudo().browse(kept)
