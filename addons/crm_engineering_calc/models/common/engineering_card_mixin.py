from odoo import models


class EngineeringCardMixin(models.AbstractModel):
    """A card that people open, and that dialogs are about."""

    _name = "engineering.card.mixin"
    _description = "Card that dialogs are about"
    _inherit = ["engineering.reference.mixin"]

    # The action of the list that people work from.
    _desk = None

    def _open_dialog(self, model, name):
        """Return the action that opens a dialog over the card."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {
                "active_model": self._name,
                "active_id": self.id,
                "active_ids": self.ids,
            },
        }

    def _get_closing_action(self, message):
        """Return what a dialog or a button ends with, after an event of the card.

        The client reads the card again, and who may no longer do so would get an error
        for what has succeeded: they are told where it is, and are led to their desk.
        """
        self.ensure_one()
        if not self._desk or self.has_access("read"):
            return {"type": "ir.actions.act_window_close"}
        desk = self.env["ir.actions.act_window"]._for_xml_id(self._desk)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {**desk, "target": "main"},
            },
        }
