"""The page on which a customer follows his request: who sees what, and adds files."""

from unittest.mock import patch

from odoo.http import Request
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.site import PHOTO, SiteCase

PAGE_MIXIN = (
    "odoo.addons.crm_engineering_calc.models.intake.engineering_inquiry_page_mixin"
)


@tagged("standard", "post_install", "-at_install")
class TestSitePage(SiteCase):
    def setUp(self):
        super().setUp()
        self.inquiry = self.assert_taken(self.send(files=[("wall.png", PHOTO)]))
        self.lead = self.inquiry.lead_id
        self.token = self.inquiry.access_token
        self.log_in()

    def page_of(self, inquiry=None, token=None):
        return self.url_open(
            f"/my/requests/{(inquiry or self.inquiry).id}",
            params={"access_token": self.token if token is None else token},
            allow_redirects=False,
        )

    def add(self, *files, token=None, csrf=True):
        parts = [("access_token", (None, self.token if token is None else token))]
        if csrf:
            parts.append(("csrf_token", (None, Request.csrf_token(self))))
        parts += [("files", file) for file in files]
        answer = self.url_open(
            f"/my/requests/{self.inquiry.id}/files", files=parts, allow_redirects=False
        )
        self.env.invalidate_all()
        return answer

    def names(self):
        return self.inquiry.attachment_ids.sorted("id").mapped("name")

    # === WHO SEES IT ===

    def test_token_opens_the_page_and_nothing_else_does(self):
        page = self.page_of()
        self.assertEqual(page.status_code, 200)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(page.headers["X-Robots-Tag"], "noindex")
        for told in ("Three windows", "Width", "1.5 m", "Sovetskaya 1", "wall.png"):
            self.assertIn(told, page.text)
        other = self.assert_taken(self.send(self.told(request_id="request-0002")))
        for token in ("", "x", "é", "\0", "%", other.access_token):
            self.assertEqual(self.page_of(token=token).status_code, 303, token)
        self.assertEqual(self.page_of(other).status_code, 303)

    def test_customers_and_colleagues_without_a_right_need_the_token(self):
        for user in (self.stranger, self.buyer, self.manager, self.engineer):
            self.log_in(user)
            self.assertEqual(self.page_of(token="").status_code, 303)
            self.assertEqual(self.page_of().status_code, 200)

    def test_page_tells_nothing_of_the_deal(self):
        self.lead.write({"name": "Secret name", "description": "Secret note"})
        self.lead.message_post(body="Secret message")
        self.lead.partner_id = self.customer
        text = self.page_of().text
        for secret in ("Secret", self.customer.name, self.lead.user_id.name):
            self.assertNotIn(secret, text)

    # === WHAT IT TELLS ===

    def test_page_follows_the_deal(self):
        def now():
            steps = self.inquiry._get_page_steps()
            return next(text for text, step in steps if step == "now")

        self.assertEqual(now(), "We have your request")
        self.lead.user_id = self.manager
        calculation = self.requested(self.as_(self.manager, self.lead))
        self.assertEqual(now(), "Our engineers calculate")
        self.as_(self.engineer, calculation).action_take()
        self.variant(calculation, [(self.survey, 1, 100)])
        self.complete(calculation)
        self.lead.partner_id = self.customer
        order = self.propose(calculation.variant_ids)
        self.assertEqual(now(), "Our engineers calculate", "it is not sent yet")
        order.action_quotation_sent()
        self.assertEqual(now(), "You have our proposal")
        self.assertEqual(self.page_of().status_code, 200)
        order.action_confirm()
        self.assertEqual(now(), "We do the work")

    def test_lost_deal_takes_no_files(self):
        self.lead.action_set_lost()
        page = self.page_of()
        self.assertIn("work on this request any more", page.text)
        self.assertNotIn('type="file"', page.text)
        self.assertIn("added any more", self.add(("roof.png", PHOTO)).text)
        self.assertEqual(self.names(), ["wall.png"])

    # === FILES ===

    def test_customer_adds_files_and_the_manager_is_told(self):
        answer = self.add(("roof.png", PHOTO), ("plan.pdf", b"%PDF"))
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(self.names(), ["wall.png", "roof.png", "plan.pdf"])
        self.assertEqual(
            set(self.inquiry.attachment_ids.mapped("res_id")), {self.lead.id}
        )
        told = self.lead.message_ids[0]
        self.assertIn("roof.png, plan.pdf", told.body)
        self.assertIn(self.sales_head.partner_id, told.notified_partner_ids)
        page = self.url_open(answer.headers["Location"])
        self.assertIn("Your files have come", page.text)

    def test_files_are_refused_in_words(self):
        self.site.max_size = 1
        large = PHOTO + b"\0" * 2 * 1024 * 1024
        for files, words in (
            ([("page.html", b"<script>")], "not taken"),
            ([("large.png", large)], "too large"),
            ([], "Choose a file"),
        ):
            answer = self.add(*files)
            self.assertEqual(answer.status_code, 200)
            self.assertIn(words, answer.text)
        with patch(f"{PAGE_MIXIN}.MOST_FILES_IN_ALL", 2):
            self.add(("one.png", PHOTO))
            self.assertIn("too many", self.add(("two.png", PHOTO)).text)
        self.assertEqual(self.names(), ["wall.png", "one.png"])

    def test_strangers_add_nothing(self):
        self.assertEqual(self.add(("a.png", PHOTO), token="x").status_code, 303)
        self.assertEqual(self.add(("a.png", PHOTO), csrf=False).status_code, 400)
        self.assertEqual(self.names(), ["wall.png"])
