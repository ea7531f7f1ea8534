from odoo import models


class SaleOrder(models.Model):
    """What customers write about proposals and orders is in the feed of the deal."""

    _name = "sale.order"
    _inherit = ["sale.order", "engineering.incoming.mixin"]

    def _get_incoming_deal(self):
        return self._of_engineering().opportunity_id

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        self._follow_customers(message)
        return result
