from odoo import models


class EngineeringCardMixin(models.AbstractModel):
    """A card that people open, and that dialogs are about."""

    _name = "engineering.card.mixin"
    _description = "Card that dialogs are about"
    _inherit = ["engineering.reference.mixin"]

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
