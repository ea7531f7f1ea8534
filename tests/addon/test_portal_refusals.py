"""What can't be accepted says why on its page, and its routes write nothing."""

from datetime import timedelta

from odoo import fields
from odoo.tests import JsonRpcException, tagged

from odoo.addons.crm_engineering_calc.tests.portal import EngineeringPortalCase


@tagged("standard", "post_install", "-at_install")
class TestPortalRefusals(EngineeringPortalCase):
    def setUp(self):
        super().setUp()
        self.order = self.offered([(self.survey, 1, 111.0)], [(self.survey, 2, 111.0)])
        self.token = self.order.access_token
        self.second = self.order.sudo().engineering_offered_variant_ids[1]
        self.log_in()

    def expire(self):
        self.order.sudo().validity_date = fields.Date.today() - timedelta(days=1)

    def assertForbidden(self, words, token=None):
        """Assert that the page says `words`, and its routes do, and write nothing."""
        order, token = self.order, token or self.token
        before = (order.state, order.sudo().engineering_variant_ids)
        page = self.text(order, token)
        self.assertIn(words, page)
        self.assertNotIn("modalaccept", page.split("o_portal_sale_sidebar")[1][:4000])
        paying = self.text(order, token, payment_amount=50)
        self.assertNotIn("o_sale_portal_paynow", paying)
        self.assertIn(words, self.accept(order, token)["error"])
        self.choose(order, self.second, token)
        self.post(order, "decline", token, decline_message="Too dear")
        order.invalidate_recordset()
        self.assertFalse(order.signature or order.signed_by or order.signed_on)
        self.assertEqual(before, (order.state, order.sudo().engineering_variant_ids))
        self.assertIn(words, self.text(order, token))

    def test_draft(self):
        self.order = self.offered(
            [(self.survey, 1, 111.0)], [(self.survey, 2, 111.0)], sent=False
        )
        self.token = self.order.access_token
        self.second = self.order.sudo().engineering_offered_variant_ids[1]
        self.assertForbidden("still preparing")
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_expired(self):
        self.expire()
        self.assertForbidden("was valid until")
        self.assertNotIn("This offer expired", self.text(self.order, self.token))

    def test_deal_given_up(self):
        self.order.opportunity_id.action_set_lost()
        self.assertForbidden("not open any more")

    def test_preview(self):
        for user in (self.manager, self.sales_head, self.engineer, self.employee):
            with self.subTest(user.login):
                self.log_in(user)
                page = self.text(self.order, self.token)
                self.assertIn("Only the customer", page)
                self.assertIn(
                    "Only the customer", self.accept(self.order, self.token)["error"]
                )
                self.post(self.order, "decline", self.token, decline_message="No")
                self.order.invalidate_recordset()
                self.assertEqual(self.order.state, "sent")
                self.assertFalse(self.order.signature)

    def test_nobody_of_the_company_pays_for_the_customer(self):
        self.order.sudo().write({"require_payment": True, "prepayment_percent": 0.5})
        self.log_in(self.manager)
        with self.assertRaisesRegex(JsonRpcException, "UserError"):
            self.make_jsonrpc_request(
                f"/my/orders/{self.order.id}/transaction",
                {"access_token": self.token},
            )

    def test_names_of_blanks(self):
        blanks = ("", "   ", "\u00a0", "\u200b", "\u2800", "Iv\x00an")
        for name in (*blanks, None, ["Ivan"], {"a": 1}, 5):
            with self.subTest(name=name):
                self.assertTrue(self.accept(self.order, self.token, name=name)["error"])
                self.order.invalidate_recordset()
                self.assertFalse(self.order.signature)

    def test_tokens_that_are_no_text_open_nothing(self):
        for token in (["a"], {"a": 1}, 7, "тайна"):
            with self.subTest(token=token):
                self.assertTrue(self.accept(self.order, token)["error"])
                self.order.invalidate_recordset()
                self.assertFalse(self.order.signature)

    def test_signature_that_is_no_image(self):
        for signature in ("", "no base64", "PHN2Zy8+", {"a": 1}, ["a"]):
            with self.subTest(signature=signature):
                answer = self.accept(self.order, self.token, signature=signature)
                self.assertTrue(answer["error"])
                self.order.invalidate_recordset()
                self.assertFalse(self.order.signature)

    # === DECLINE ===

    def test_decline_needs_a_reason(self):
        for reason in (None, "", "  \n "):
            values = {} if reason is None else {"decline_message": reason}
            self.post(self.order, "decline", self.token, **values)
            self.order.invalidate_recordset()
            self.assertEqual(self.order.state, "sent")
            self.assertIn("why you decline", self.text(self.order, self.token))

    def test_decline_with_a_reason(self):
        self.post(self.order, "decline", self.token, decline_message="Too dear")
        self.order.invalidate_recordset()
        self.assertEqual(self.order.state, "cancel")
        self.assertIn("Too dear", " ".join(self.feed(self.order)))

    def test_others_decline_nothing(self):
        tokens = (None, "wrong", "тайна")
        for user, token in (
            *((None, token) for token in tokens),
            (self.stranger, None),
        ):
            self.log_in(user)
            page = self.page(self.order, token)
            self.assertEqual(page.status_code, 303)
            self.post(self.order, "decline", token, decline_message="No")
            self.order.invalidate_recordset()
            self.assertEqual(self.order.state, "sent")
