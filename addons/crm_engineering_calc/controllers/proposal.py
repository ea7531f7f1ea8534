from functools import partial

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal

from ..models.common.client_ids import (
    get_client_id,
    get_client_text,
    get_client_token,
    is_client_name,
)
from .preview import check_is_customer, get_preview_words

# What the page says when it is opened next, by the ids of orders.
SAID = "engineering_said"


class EngineeringProposal(CustomerPortal):
    """The customer's page of a proposal made from calculations.

    What forbids to accept it is said in words, and before anything is written.
    """

    # === PAGE ===

    @http.route()
    def portal_order_page(self, order_id, access_token=None, **kwargs):
        """Render the order; nothing is asked to be paid of what can't be accepted.

        :param access_token: what was sent to the customer, instead of a login
        """
        access_token = get_client_token(access_token)
        order = self._get_proposal(order_id, access_token)
        if order and not order._can_be_accepted():
            kwargs |= {"payment_amount": None, "amount_selection": None}
        return super().portal_order_page(order_id, access_token=access_token, **kwargs)

    def _get_page_view_values(self, document, *args, **kwargs):
        values = super()._get_page_view_values(document, *args, **kwargs)
        if document._name == "sale.order" and document.engineering_calculated:
            values.update(self._prepare_proposal_page(document))
        return values

    def _prepare_proposal_page(self, order):
        return {
            "engineering_choices": order._get_choices(),
            "engineering_preview": get_preview_words(order.partner_id),
            "engineering_said": self._take_said(order),
            # Who has a login writes on the page, too; the host asks for the token.
            "token": order._portal_ensure_token(),
        }

    def _get_proposal(self, order_id, access_token):
        """Return the order, as superuser, if it is of calculations and may be seen."""
        try:
            order = self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            return request.env["sale.order"]
        return order._of_engineering()

    def _get_speaker(self, order):
        """Return the partner in whose name the user acts: as the host's routes do."""
        user = request.env.user
        return order.partner_id if user._is_public() else user.sudo().partner_id

    def _say(self, order, text):
        """Let the page of the order say `text` when it is opened next."""
        request.session[SAID] = {str(order.id): text}

    def _take_said(self, order):
        said = request.session.get(SAID, {}).get(str(order.id))
        if said:
            request.session.pop(SAID)
        return said

    # === CHOICE ===

    @http.route(
        "/my/orders/<int:order_id>/choose",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_order_choose(self, order_id, access_token=None, variant_id="", **kwargs):
        """Let the customer have another variant, and lead him back to the page.

        :param access_token: what was sent to the customer, instead of a login
        :param variant_id: the variant, one of those that are offered
        """
        order = self._get_proposal(order_id, get_client_token(access_token))
        if not order:
            return request.redirect("/my")
        try:
            check_is_customer(order.partner_id)
            with request.env.cr.savepoint():
                customer = self._get_speaker(order)
                order._choose_variant(get_client_id(str(variant_id)), customer)
        except UserError as error:
            self._say(order, str(error))
        return request.redirect(order.get_portal_url(anchor="engineering_choice"))

    # === SIGNATURE, REFUSAL ===

    @http.route()
    def portal_quote_accept(
        self, order_id, access_token=None, name=None, signature=None
    ):
        """Sign the order for its customer, unless something forbids it.

        :param access_token: what was sent to the customer, instead of a login
        :param name: who signs
        :param signature: the image of the signature, in base64
        :return: where the page goes on, or the `error` in words
        """
        token = access_token or request.httprequest.args.get("access_token")
        token = get_client_token(token)
        sign = partial(
            super().portal_quote_accept,
            order_id,
            access_token=token,
            name=name,
            signature=signature,
        )
        order = self._get_proposal(order_id, token)
        if not order:
            return sign()
        try:
            self._check_can_sign(order, name)
            with request.env.cr.savepoint():
                return sign()
        except UserError as error:
            return {"error": str(error)}

    def _check_can_sign(self, order, name):
        """Refuse a signature before anything of it is written.

        :raises UserError: see `check_is_customer`; the proposal can't be accepted;
            nobody is named
        """
        check_is_customer(order.partner_id)
        if not order._can_be_accepted():
            raise UserError(order._get_acceptance_refusal())
        if not is_client_name(name):
            raise UserError(request.env._("Write your name and sign."))

    @http.route()
    def portal_quote_decline(
        self, order_id, access_token=None, decline_message=None, **kwargs
    ):
        """Decline the order for its customer, who says why; its deal is told at once.

        :param access_token: what was sent to the customer, instead of a login
        :param decline_message: why
        """
        access_token = get_client_token(access_token)
        order = self._get_proposal(order_id, access_token)
        was_open = order.state in ("draft", "sent")
        if order:
            decline_message = get_client_text(decline_message)
            try:
                self._check_can_decline(order, decline_message)
            except UserError as error:
                self._say(order, str(error))
                return request.redirect(order.get_portal_url())
        response = super().portal_quote_decline(
            order_id,
            access_token=access_token,
            decline_message=decline_message,
            **kwargs,
        )
        if was_open and order.state == "cancel":
            order._notify_declined(decline_message, self._get_speaker(order))
        return response

    def _check_can_decline(self, order, reason):
        """Refuse a decline before anything of it is written.

        :raises UserError: see `check_is_customer`; the proposal can't be accepted, so
            that there is nothing to decline; no reason is given
        """
        check_is_customer(order.partner_id)
        if not order._can_be_accepted():
            raise UserError(order._get_acceptance_refusal())
        if not reason:
            raise UserError(
                request.env._("Tell us in a few words why you decline the proposal.")
            )
