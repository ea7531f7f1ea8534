from odoo import http
from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.http import request

from odoo.addons.sale.controllers.portal import PaymentPortal

from .preview import check_is_customer


class EngineeringPayment(PaymentPortal):
    """Payments of proposals, from pages that were opened before all was changed."""

    @http.route()
    def portal_order_transaction(self, order_id, access_token, **kwargs):
        """Begin a payment, unless the customer can't accept the proposal any more.

        :raises ValidationError: it can't be accepted
        :raises UserError: see `check_is_customer`
        """
        try:
            order = self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            order = request.env["sale.order"]
        if order and not order._can_be_accepted():
            raise ValidationError(order._get_acceptance_refusal())
        if order._of_engineering() and order.state in ("draft", "sent"):
            check_is_customer(order.partner_id)
        return super().portal_order_transaction(order_id, access_token, **kwargs)
