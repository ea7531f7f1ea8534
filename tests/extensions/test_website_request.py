"""The form of the website builder: what a visitor sends is a deal, as from any site."""

import json
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.site import PHOTO
from odoo.addons.crm_engineering_calc_website.tests.common import (
    PAGE,
    WebsiteRequestCase,
)

FORM = "/website/engineering/form"
SENDS = "/website/engineering/request"


@tagged("standard", "post_install", "-at_install")
class TestWebsiteRequest(WebsiteRequestCase):
    def setUp(self):
        super().setUp()
        self.log_in()

    def post_told(self, told=None, files=(), csrf=True, **values):
        """Send what a visitor has filled in; return the answer."""
        values.setdefault("request", json.dumps(told or self.told()))
        if csrf:
            values["csrf_token"] = Request.csrf_token(self)
        parts = [(name, (None, value)) for name, value in values.items()]
        parts += [("files", file) for file in files]
        return self.url_open(SENDS, files=parts, timeout=60)

    def assert_told_off(self, answer, code, *fields):
        self.assertEqual(answer.status_code, 200)
        result = answer.json()
        self.assertEqual(result["error"], code)
        self.assertEqual(sorted(result["fields"]), sorted(fields))
        self.assertFalse(self.inquiries())

    def described(self):
        return self.url_open(FORM).json()

    # === FORM ===

    def test_page_has_the_form_for_who_has_no_login(self):
        page = self.url_open(PAGE)
        self.assertEqual(page.status_code, 200)
        self.assertIn("s_engineering_request", page.text)
        self.assertNotIn("windows", page.text)

    def test_editor_of_the_website_finds_the_block(self):
        editor = self.user("editor", "base.group_user,website.group_website_designer")
        self.log_in(editor)
        blocks = self.make_jsonrpc_request(
            "/web/dataset/call_kw/ir.ui.view/render_public_asset",
            {
                "model": "ir.ui.view",
                "method": "render_public_asset",
                "args": ["website.snippets"],
                "kwargs": {"context": {"website_id": self.website.id}},
            },
        )
        self.assertIn('data-snippet="s_engineering_request"', blocks)

    def test_form_offers_what_is_published_in_its_company(self):
        branch = self.quiet["res.company"].create({"name": "Branch"})
        self.other_direction.code = "pipes"
        self.quiet["engineering.direction"].create(
            {
                "name": "Foreign",
                "code": "foreign",
                "company_id": branch.id,
                "offered_on_sites": True,
            }
        )
        (direction,) = self.described()["directions"]
        self.assertEqual(direction["code"], "windows")
        self.assertEqual([one["code"] for one in direction["measurements"]], ["W"])
        columns = [one["code"] for one in direction["opening_columns"]]
        self.assertEqual(columns, ["width", "h", "c", "p"])
        self.env.invalidate_all()
        site = self.website.engineering_site_id
        site.active = False
        self.assertEqual(self.described()["directions"], [])
        self.assert_told_off(self.post_told(), "closed")

    def test_site_is_made_once_and_follows_the_websites_company(self):
        site = self.website._get_engineering_site()
        self.assertEqual(self.website._get_engineering_site(), site)
        self.assertFalse(site.key_mark)
        branch = self.quiet["res.company"].create({"name": "Branch"})
        self.website.company_id = branch
        self.assertEqual(self.website._get_engineering_site().company_id, branch)
        with self.assertRaises(AccessError):
            self.website.with_user(self.manager).read(["engineering_site_id"])

    # === DEAL ===

    def test_request_is_a_deal_and_the_visitor_is_led_to_its_page(self):
        answer = self.post_told(files=[("wall.png", PHOTO), ("roof.png", PHOTO)])
        self.assertEqual(answer.json(), {"url": "/engineering/thanks"})
        self.env.invalidate_all()
        inquiry = self.inquiries()
        self.assertEqual(inquiry.site_id, self.website.engineering_site_id)
        self.assertEqual(inquiry.consent, "I agree that my data are processed")
        self.assertTrue(inquiry.consented_on)
        self.assertEqual(len(inquiry.attachment_ids), 2)
        lead = inquiry.lead_id
        self.assertEqual(lead.user_id, self.sales_head)
        self.assertEqual(lead.medium_id.name, "Website")
        self.assertTrue(lead.visitor_ids)
        thanks = self.url_open(answer.json()["url"])
        self.assertIn(inquiry.access_token, thanks.text)
        page = self.url_open(inquiry.get_portal_url())
        self.assertIn("Three windows", page.text)

    def test_deal_without_a_team_of_its_direction_goes_where_the_websites_go(self):
        self.direction.sales_team_id = False
        team = self.quiet["crm.team"].create({"name": "Of the website"})
        self.website.write(
            {"crm_default_team_id": team.id, "crm_default_user_id": self.manager.id}
        )
        self.post_told()
        lead = self.inquiries().lead_id
        self.assertEqual((lead.team_id, lead.user_id), (team, self.manager))

    def test_repeated_request_is_one(self):
        for _time in range(2):
            self.assertIn("url", self.post_told().json())
        self.assertEqual(len(self.inquiries()), 1)
        changed = self.post_told(self.told(need="Another"))
        self.assertEqual(changed.json()["error"], "repeated")
        self.assertEqual(len(self.inquiries()), 1)

    def test_nobody_is_thanked_for_what_others_have_sent(self):
        self.post_told()
        self.log_in()
        answer = self.url_open("/engineering/thanks", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    # === HARM ===

    def test_consent_and_contact_are_asked_for(self):
        told = self.told()
        del told["consent"]
        self.assert_told_off(self.post_told(told), "invalid", "consent")
        told = self.told()
        del told["email"], told["phone"]
        self.assert_told_off(self.post_told(told), "invalid", "request")

    def test_wrong_values_and_files_are_named(self):
        wrong = self.told(measurements={"W": 100, "X": 1}, user_id=2, name=5)
        # Types are looked at before what the direction asks for.
        self.assert_told_off(self.post_told(wrong), "invalid", "user_id", "name")
        wrong = self.told(measurements={"W": 100, "X": 1})
        answer = self.post_told(wrong)
        self.assert_told_off(answer, "invalid", "measurements.W", "measurements.X")
        answer = self.post_told(files=[("page.html", b"<script>")])
        self.assert_told_off(answer, "invalid", "files.0")
        wrong = self.told(openings=[{"h": 1}, {"n": 1, "width": "x"}])
        named = ("openings.1.n", "openings.1.width")
        self.assert_told_off(self.post_told(wrong), "invalid", *named)
        self.assert_told_off(self.post_told(request="{"), "invalid")
        self.other_direction.code = "pipes"
        answer = self.post_told(self.told(direction="pipes", measurements={}))
        self.assert_told_off(answer, "invalid", "direction")

    def test_limits_are_the_sites(self):
        site = self.website._get_engineering_site()
        site.max_size = 1
        large = ("large.png", PHOTO + b"\0" * 2 * 1024 * 1024)
        self.assert_told_off(self.post_told(files=[large]), "size")
        site.requests_per_minute = 1
        self.post_told()
        answer = self.post_told(self.told(request_id="request-0002"))
        self.assertEqual(answer.json()["error"], "rate")
        self.assertEqual(len(self.inquiries()), 1)

    def test_other_pages_send_nothing_in_the_visitors_name(self):
        self.assertEqual(self.post_told(csrf=False).status_code, 400)
        self.assertFalse(self.inquiries())

    def test_robots_are_kept_away_as_from_the_hosts_forms(self):
        guard = patch.object(
            self.env.registry["ir.http"],
            "_verify_request_recaptcha_token",
            side_effect=UserError("Suspicious activity"),
        )
        with guard as asked:
            self.assertEqual(self.post_told().status_code, 422)
        self.assertEqual(asked.call_args.args[-1], "website_form")
        self.assertFalse(self.inquiries())
