from datetime import timedelta

from odoo import fields, models

from ..telephony.call import GOING_ON
from .engineering_exchange_link import PROBLEMS

# Events are settled as they come: one that is older waits for something.
WAITS_AT_MOST = timedelta(minutes=3)
BEGINS_WITHIN = timedelta(seconds=10)


class EngineeringExchange(models.Model):
    """Whether the exchange is heard."""

    _name = "engineering.exchange"
    _inherit = "engineering.exchange"

    connection = fields.Selection(
        [
            ("silent", "Nothing heard yet"),
            ("working", "Working"),
            ("behind", "Events wait"),
            ("lost", "Connection lost"),
            ("idle", "The service does not run"),
        ],
        compute="_compute_connection",
    )
    last_heard = fields.Datetime(compute="_compute_connection")
    connected_since = fields.Datetime(compute="_compute_connection")
    connection_problem = fields.Selection(
        PROBLEMS,
        "What Is Wrong",
        compute="_compute_connection",
    )
    gap_since = fields.Datetime("Not Heard Since", compute="_compute_connection")
    gap_until = fields.Datetime("Not Heard Until", compute="_compute_connection")
    calls_fetched = fields.Datetime(
        compute="_compute_connection",
        help="When the exchange has last sent its records of calls.",
    )

    def _compute_connection(self):
        # Written into the exchange, two events at once would be in each other's way.
        events = self.env["engineering.call.event"].sudo()
        last = dict(
            events._read_group(
                [("exchange_id", "in", self.ids)], ["exchange_id"], ["create_date:max"]
            )
        )
        since = fields.Datetime.now() - WAITS_AT_MOST
        behind = events._read_group(
            [
                ("exchange_id", "in", self.ids),
                ("is_settled", "=", False),
                ("create_date", "<", since),
            ],
            ["exchange_id"],
        )
        waiting = {exchange.id for (exchange,) in behind}
        heard = {exchange.id: moment for exchange, moment in last.items()}
        links = self.env["engineering.exchange.link"].sudo()
        of_exchange = {
            link.exchange_id: link
            for link in links.search([("exchange_id", "in", self.ids)])
        }
        for exchange in self:
            link = of_exchange.get(exchange._origin, links)
            exchange.last_heard = heard.get(exchange.id)
            exchange.connected_since = link.is_connected and link.since
            exchange.connection_problem = link.reason
            exchange.calls_fetched = link.fetched
            is_hidden = link and not link._is_gap_fetched()
            exchange.gap_since = is_hidden and link.gap_since
            exchange.gap_until = is_hidden and link.gap_until
            is_heard = "working" if exchange.last_heard else "silent"
            if exchange._has_line():
                is_heard = exchange._get_line_state(link)
            exchange.connection = "behind" if exchange.id in waiting else is_heard

    def _has_line(self):
        """Return whether a service has to hold a line to the exchange."""
        return self.driver == "asterisk"

    def _get_line_state(self, link):
        if not link:
            return "silent"
        if not link._is_alive():
            return "idle"
        return "working" if link.is_connected else "lost"

    # === CALLS THAT ARE GONE ===

    def _end_unheard(self, keys):
        """End the calls that go on here, and do not in the exchange.

        :param keys: the names of those that do
        """
        calls = self.env["engineering.call"].sudo()
        # What is asked for at this moment may not be there yet.
        since = fields.Datetime.now() - BEGINS_WITHIN
        gone = calls.search(
            [
                ("exchange_id", "in", self.ids),
                ("result", "in", GOING_ON),
                ("external_id", "not in", list(keys)),
                ("started", "<", since),
            ]
        )
        for call in gone:
            call._lose()
