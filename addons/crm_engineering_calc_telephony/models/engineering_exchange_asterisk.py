import hashlib
import logging
import re
from uuid import uuid4

import phonenumbers

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.crm_engineering_calc.models.common.field_groups import ADMINISTRATOR

from ..connector.ari_line import PASSWORD, AriLine, LineError
from ..telephony.ari_channel import ORIGINATED
from ..telephony.cel import read_records

_logger = logging.getLogger(__name__)

RINGS_SECONDS = 30
DIALLED = re.compile(r"\+?[0-9*#]{1,32}")
ADDRESS = re.compile(r"https?://[^\s/?#@]+(/[^\s?#@]*)?")


class EngineeringExchangeAsterisk(models.AbstractModel):
    """Asterisk, over ARI: a service holds the line, and calls are asked of it.

    A program beside it may send signed events too, of what the line has not heard.
    """

    _name = "engineering.exchange.asterisk"
    _inherit = ["engineering.exchange.webhook"]
    _description = "Asterisk"

    @api.model
    def _get_line(self, exchange):
        """Return the line to an exchange."""
        exchange = exchange.sudo()
        return AriLine(exchange.ari_address or "", exchange.ari_user, exchange.secret)

    @api.model
    def _get_app(self, exchange):
        """Return by which name it is listened: one a database."""
        own = f"{self.env.cr.dbname}/{exchange.mark}"
        return f"odoo-{hashlib.sha256(own.encode()).hexdigest()[:16]}"

    @api.model
    def _get_places(self, exchange):
        """Return the extensions of an exchange, by device."""
        return {one.device or one.number: one.number for one in exchange.extension_ids}

    @api.model
    def _read_records(self, exchange, rows):
        return read_records(rows, self._get_places(exchange))

    @api.model
    def _find_recordings(self, exchange, ended):
        line = self._get_line(exchange)
        try:
            found = [line.find_recording(event) for event in ended]
        except LineError as error:
            _logger.warning("Recordings of %s: %s", exchange.name, error)
            return []
        return [event for event in found if event]

    @api.model
    def _can_dial(self):
        return True

    @api.model
    def _dial(self, exchange, extension, number, key):
        try:
            self._get_line(exchange).ask(
                "POST",
                "channels",
                params={
                    "endpoint": extension.device or f"PJSIP/{extension.number}",
                    "extension": number,
                    "context": exchange.dial_context,
                    "priority": 1,
                    "callerId": extension.number,
                    "timeout": RINGS_SECONDS,
                    "channelId": key,
                },
            )
        except LineError as error:
            raise UserError(
                self.env._(
                    "“%(exchange)s” refuses the user or the password: ask an"
                    " administrator to set them anew.",
                    exchange=exchange.name,
                )
                if error.reason == PASSWORD
                else self.env._(
                    "“%(exchange)s” does not ring the phone %(extension)s: see whether"
                    " it is switched on, or dial on the phone itself.",
                    exchange=exchange.name,
                    extension=extension.number,
                )
            ) from error

    @api.model
    def _open_recording(self, exchange, address):
        line = self._get_line(exchange)
        return line.fetch(address) if line.is_mine(address) else None

    @api.model
    def _delete_recording(self, exchange, address):
        line = self._get_line(exchange)
        try:
            if line.is_mine(address):
                line.delete(address)
        except LineError as error:
            _logger.warning("A recording of %s remains: %s", exchange.name, error)
            return False
        return True

    @api.model
    def _get_key(self):
        return f"{ORIGINATED}{uuid4().hex}"


class EngineeringExchange(models.Model):
    """What is needed to reach an Asterisk."""

    _name = "engineering.exchange"
    _inherit = "engineering.exchange"

    driver = fields.Selection(
        selection_add=[("asterisk", "Asterisk (ARI)")],
        ondelete={"asterisk": "set default"},
    )
    ari_address = fields.Char(
        "Address of ARI",
        groups=ADMINISTRATOR,
        help="As this server reaches it: http://exchange:8088",
    )
    ari_user = fields.Char("User of ARI", groups=ADMINISTRATOR)
    deletes_recordings = fields.Boolean(
        "Recordings Are Deleted There Too",
        help="When they are kept no longer, their files go from the exchange.",
    )
    dial_context = fields.Char(
        "Context of Calls",
        default="from-internal",
        help="Of the dialplan, in which numbers are dialled.",
    )
    dial_format = fields.Selection(
        [
            ("national", "As within the country"),
            ("digits", "With the country's code"),
            ("plus", "With a plus and the country's code"),
        ],
        "Numbers Are Dialled",
        required=True,
        default="national",
    )

    @api.constrains("driver", "ari_address", "ari_user", "dial_context")
    def _check_ari(self):
        for exchange in self.filtered(lambda one: one.driver == "asterisk"):
            if not ADDRESS.fullmatch(exchange.ari_address or ""):
                raise UserError(
                    self.env._(
                        "Give the address of ARI of “%(exchange)s” like this:"
                        " http://exchange:8088",
                        exchange=exchange.name,
                    )
                )
            if not exchange.ari_user or not exchange.dial_context:
                raise UserError(
                    self.env._(
                        "“%(exchange)s” is reached with a user of ARI, and dials in a"
                        " context: give both.",
                        exchange=exchange.name,
                    )
                )

    def write(self, vals):
        if not vals.get("new_secret"):
            self.filtered(lambda one: one._is_led_elsewhere(vals)).sudo().secret = False
        return super().write(vals)

    def _is_led_elsewhere(self, vals):
        """Return whether the secret would go where it was not written for."""
        changed = any(
            (self[name] or "") != (vals.get(name, self[name]) or "")
            for name in ("driver", "ari_address")
        )
        return changed and vals.get("driver", self.driver) == "asterisk"

    def _get_shortest_secret(self):
        # Whoever keeps the exchange has chosen the password there.
        if self.driver == "asterisk":
            return 1
        return super()._get_shortest_secret()

    def _to_dialled(self, number):
        """Return a number as it is dialled on the phones of the exchange.

        Empty: it is none.
        """
        self.ensure_one()
        world = self._normalize(number)
        if not world:
            dialled = re.sub(r"[^\d*#+]", "", number or "")
            return dialled if DIALLED.fullmatch(dialled) else ""
        if self.dial_format == "plus":
            return world
        if self.dial_format == "digits":
            return world.lstrip("+")
        shown = phonenumbers.format_out_of_country_calling_number(
            phonenumbers.parse(world), self.country_id.code
        )
        return re.sub(r"[^\d+]", "", shown)
