from odoo import http
from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.http import request

from odoo.addons.sale.controllers.portal import PaymentPortal


class EngineeringPayment(PaymentPortal):
    """Payments of proposals, from pages that were opened before all was changed."""

    @http.route()
    def portal_order_transaction(self, order_id, access_token, **kwargs):
        """Begin a payment, unless the deal of the proposal is given up.

        :raises ValidationError: it is given up
        """
        try:
            order = self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            order = request.env["sale.order"]
        if order and order._is_withdrawn():
            raise ValidationError(
                request.env._(
                    "%(order)s is not open any more. Please ask us for a new proposal.",
                    order=order.name,
                )
            )
        return super().portal_order_transaction(order_id, access_token, **kwargs)
