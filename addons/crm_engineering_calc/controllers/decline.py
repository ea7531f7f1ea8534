from odoo import http
from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal


class EngineeringDecline(CustomerPortal):
    """Proposals that the customer declines, told in their deals at once."""

    @http.route()
    def portal_quote_decline(
        self, order_id, access_token=None, decline_message=None, **kwargs
    ):
        """Decline a proposal for its customer.

        :param access_token: what was sent to the customer, instead of a login
        :param decline_message: why
        """
        order = request.env["sale.order"].sudo().browse(order_id).exists()
        was_open = order.state in ("draft", "sent")
        response = super().portal_quote_decline(
            order_id,
            access_token=access_token,
            decline_message=decline_message,
            **kwargs,
        )
        if was_open and order.state == "cancel":
            user = request.env.user
            customer = order.partner_id if user._is_public() else user.partner_id
            order._notify_declined(decline_message, customer)
        return response
