from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EngineeringExchange(models.Model):
    """Where the softphones of an exchange register."""

    _name = "engineering.exchange"
    _inherit = "engineering.exchange"

    phone_address = fields.Char(
        "Address for Softphones",
        help="The WebSocket of the exchange: wss://pbx.example.com:8089/ws",
    )
    phone_domain = fields.Char(
        "SIP Domain", help="Empty: the host of the address for softphones."
    )
    phone_stun = fields.Char(
        "STUN Server",
        help="Where a softphone learns its public address, if it needs one:"
        " stun:stun.example.com:3478",
    )

    @api.constrains("phone_address", "phone_stun")
    def _check_phone_address(self):
        for exchange in self.filtered("phone_address"):
            if not _is_websocket(exchange.phone_address):
                raise ValidationError(
                    self.env._(
                        "The address for softphones of “%(exchange)s” is no WebSocket:"
                        " it looks like wss://pbx.example.com:8089/ws",
                        exchange=exchange.display_name,
                    )
                )
        for exchange in self.filtered("phone_stun"):
            if not exchange.phone_stun.startswith(("stun:", "stuns:")):
                raise ValidationError(
                    self.env._(
                        "The STUN server of “%(exchange)s” is none: it looks like"
                        " stun:stun.example.com:3478",
                        exchange=exchange.display_name,
                    )
                )

    def _get_phone_domain(self):
        """Return the SIP domain of softphones."""
        self.ensure_one()
        return self.phone_domain or urlsplit(self.phone_address).hostname or ""


def _is_websocket(address):
    try:
        parts = urlsplit(address)
        return parts.scheme in ("ws", "wss") and bool(parts.hostname)
    except ValueError:
        return False
