from odoo import models


class EngineeringAct(models.Model):
    """What customers write about acts is in the feed of the deal."""

    _name = "engineering.act"
    _inherit = ["engineering.act", "engineering.incoming.mixin"]

    def _get_incoming_deal(self):
        return self.lead_id

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        self._follow_customers(message)
        return result
