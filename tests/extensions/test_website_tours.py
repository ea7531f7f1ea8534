"""A visitor fills in the form in Russian, at a desk and on a phone, with a photo."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc_website.tests.common import (
    PAGE,
    WebsiteRequestCase,
)

TIMEOUT = 300


class WebsiteTourCase(WebsiteRequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        russian = cls.env["res.lang"]._activate_lang("ru_RU")
        cls.website.write(
            {
                "language_ids": [Command.set(russian.ids)],
                "default_lang_id": russian.id,
            }
        )

    def request_a_calculation(self):
        self.start_tour(PAGE, "engineering_website_request", timeout=TIMEOUT)
        self.env.invalidate_all()
        inquiry = self.inquiries()
        self.assertEqual(len(inquiry), 1)
        self.assertEqual(inquiry.measured, {"W": 1.5})
        self.assertEqual(inquiry.openings, [{"width": 1.5, "c": "Grey"}, {"h": 1.4}])
        self.assertEqual(inquiry.attachment_ids.mapped("name"), ["wall.jpg"] * 2)
        self.assertIn("image/jpeg", inquiry.attachment_ids.mapped("mimetype"))
        self.assertEqual(inquiry.lead_id.lang_id.code, "ru_RU")
        self.assertEqual(inquiry.lead_id.email_from, "ivan@new.example.com")
        self.assertTrue(inquiry.consent)


@tagged("standard", "post_install", "-at_install")
class TestFormOnPhone(WebsiteTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_visitor_requests_a_calculation_on_a_phone(self):
        self.request_a_calculation()


@tagged("standard", "post_install", "-at_install")
class TestFormAtDesk(WebsiteTourCase):
    browser_size = "1440x900"

    def test_visitor_requests_a_calculation_at_a_desk(self):
        self.request_a_calculation()
