from odoo import api, models

from ..telephony.events import read_event


class EngineeringExchangeWebhook(models.AbstractModel):
    """An exchange, or a program beside it, that sends events as they are here."""

    _name = "engineering.exchange.webhook"
    _inherit = ["engineering.exchange.driver"]
    _description = "Exchange that sends signed events"

    @api.model
    def _read_event(self, exchange, told):
        return read_event(told)
