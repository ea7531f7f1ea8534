from odoo import models

from ..common.client_ids import get_client_id
from .engineering_conversation_mixin import CHANNEL

PREFIX = f"{CHANNEL}_"


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Let who may read a calculation hear of what is said in it."""
        others, cards = self._split_conversations(channels)
        others += [(card, CHANNEL) for card in cards]
        return super()._build_bus_channel_list(others)

    def _split_conversations(self, channels):
        """Return what else is asked for, and calculations that the user may read."""
        others, ids = [], []
        for channel in channels:
            name = str(channel)
            is_ours = name.startswith(PREFIX)
            card_id = is_ours and get_client_id(name.removeprefix(PREFIX))
            if card_id:
                ids.append(card_id)
            else:
                others.append(channel)
        cards = self.env["engineering.calculation"].browse(ids).exists()
        return others, cards._filtered_access("read")
