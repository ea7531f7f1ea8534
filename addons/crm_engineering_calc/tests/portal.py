"""What a customer does on his pages, over HTTP."""

from odoo.http import Request
from odoo.tests import HttpCase

from .common import EngineeringCase
from .signing import drawn_signature


class EngineeringPortalCase(EngineeringCase, HttpCase):
    """A customer with a login, another one, and a proposal that is sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        mail = {"notification_type": "email"}
        cls.buyer = cls.user(
            "buyer", "base.group_portal", partner_id=cls.customer.id, **mail
        )
        cls.stranger = cls.user("stranger", "base.group_portal", **mail)

    def log_in(self, user=None):
        """Go on as a user, else as who has no login."""
        self.authenticate(user and user.login, user and user.login)

    def offered(self, *variants, sent=True, **values):
        """Return a proposal of variants, lists of lines, the first recommended."""
        calculation = self.taken(**values)
        for number, lines in enumerate(variants, 1):
            self.variant(calculation, lines, name=f"Variant {number}")
        self.complete(calculation)
        order = self.propose(calculation.variant_ids)
        if sent:
            order.action_quotation_sent()
        order.sudo()._portal_ensure_token()
        return order

    def propose(self, variants):
        """Return the proposal of variants of a calculation, the first recommended."""
        lead = variants.lead_id.with_user(self.manager)
        variants.with_env(lead.env).action_offer()
        return self.from_action(lead.action_create_proposal(), lead.env)

    # === PAGE ===

    def page(self, order, token=None, **arguments):
        return self.url_open(
            f"/my/orders/{order.id}",
            params={**arguments, **({"access_token": token} if token else {})},
            allow_redirects=False,
        )

    def text(self, order, token=None, **arguments):
        """Return the page of an order, which the reader sees."""
        page = self.page(order, token, **arguments)
        self.assertEqual(page.status_code, 200)
        return page.text

    def post(self, order, path, token=None, csrf=True, **values):
        """Post a form of the page; return what is answered."""
        url = f"/my/orders/{order.id}/{path}"
        if csrf:
            values["csrf_token"] = Request.csrf_token(self)
        if token:
            url += f"?access_token={token}"
        return self.url_open(url, data=values, allow_redirects=False)

    def choose(self, order, variant, token=None, **values):
        variant_id = getattr(variant, "id", variant)
        return self.post(order, "choose", token, variant_id=variant_id, **values)

    def accept(self, order, token=None, name="Ivan", signature=None):
        """Sign an order; return what the page is answered."""
        return self.make_jsonrpc_request(
            f"/my/orders/{order.id}/accept",
            {
                "access_token": token,
                "name": name,
                "signature": drawn_signature() if signature is None else signature,
            },
        )
