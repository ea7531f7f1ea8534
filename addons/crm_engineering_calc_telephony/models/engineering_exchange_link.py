from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..connector.ari_line import ADDRESS, CLOSED, PASSWORD, REFUSED

# The service beats four times in it.
ALIVE_WITHIN = timedelta(minutes=1)
PROBLEMS = [
    (PASSWORD, "The exchange refuses the user or the password."),
    (ADDRESS, "No ARI answers at the address."),
    (CLOSED, "The line has broken off."),
    (REFUSED, "The exchange refuses what it is asked."),
]


class EngineeringExchangeLink(models.Model):
    """The line that the service holds to an exchange, as it last was.

    It is apart from the exchange, so that a beat is in nobody's way.
    """

    _name = "engineering.exchange.link"
    _description = "Line to an Exchange"
    _rec_name = "exchange_id"

    _exchange_unique = models.UniqueIndex("(exchange_id)", "An exchange has one line.")

    exchange_id = fields.Many2one(
        "engineering.exchange", required=True, ondelete="cascade"
    )
    is_connected = fields.Boolean("Connected")
    since = fields.Datetime("Connected Since")
    seen = fields.Datetime("Service Seen")
    last_event = fields.Datetime("Last Told")
    reason = fields.Selection(
        PROBLEMS,
        "What Is Wrong",
    )
    gap_since = fields.Datetime("Not Heard Since")
    gap_until = fields.Datetime("Not Heard Until")
    fetched = fields.Datetime("Calls Fetched")

    @api.model
    def _of(self, exchange_id):
        """Return the line of an exchange, a new one where it has none."""
        self.env.execute_query(
            SQL(
                """INSERT INTO engineering_exchange_link (exchange_id)
                   VALUES (%s) ON CONFLICT DO NOTHING RETURNING id""",
                exchange_id,
            )
        )
        return self.sudo().search([("exchange_id", "=", exchange_id)])

    def _note_connected(self):
        now = fields.Datetime.now()
        # What was told between the last beat and now has not been heard.
        heard = self.seen if self.is_connected else self.gap_since
        self.write(
            {
                "is_connected": True,
                "since": now,
                "seen": now,
                "reason": False,
                "gap_since": heard,
                "gap_until": now if heard else False,
            }
        )

    def _note_lost(self, reason):
        now = fields.Datetime.now()
        values = {"is_connected": False, "seen": now, "reason": reason}
        if self.is_connected:
            values |= {"gap_since": now, "gap_until": False}
        self.write(values)

    def _note_fetched(self):
        self.write({"fetched": fields.Datetime.now()})

    def _is_gap_fetched(self):
        """Return whether the calls are fetched that the last gap has hidden."""
        return bool(self.gap_until and self.fetched and self.fetched > self.gap_until)

    def _beat(self, heard):
        now = fields.Datetime.now()
        self.write({"seen": now, **({"last_event": now} if heard else {})})

    def _is_alive(self):
        """Return whether the service that holds the line runs."""
        self.ensure_one()
        return bool(self.seen) and fields.Datetime.now() - self.seen < ALIVE_WITHIN
