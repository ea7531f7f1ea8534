"""A request from a site becomes a deal, once and whole; the customer follows it."""

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc.tests.site import PHOTO, URL, SiteCase


@tagged("standard", "post_install", "-at_install")
class TestSite(SiteCase):
    # === THE DEAL ===

    def test_request_becomes_a_deal_with_all_that_was_told(self):
        answer = self.send(files=[("wall.png", PHOTO), ("plan.pdf", b"%PDF-1.4")])
        inquiry = self.assert_taken(answer)
        lead = inquiry.lead_id
        self.assertEqual(lead.name, f"{self.direction.name}: Ivan Petrov")
        self.assertEqual(lead.type, "opportunity")
        self.assertEqual(lead.engineering_direction_id, self.direction)
        self.assertEqual(lead.contact_name, "Ivan Petrov")
        self.assertEqual(lead.email_from, "ivan@new.example.com")
        self.assertEqual(lead.phone, "+7 900 123-45-67")
        self.assertEqual((lead.city, lead.street), ("Tver", "Sovetskaya 1"))
        self.assertEqual(lead.medium_id.name, "Website")
        self.assertEqual(lead.team_id, self.sales_team)
        self.assertEqual(lead.user_id, self.sales_head)
        self.assertFalse(lead.partner_id)
        self.assertIn("Three windows<br>for the house", lead.description)
        self.assertIn("Width: 1.5 m", lead.description)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "=", lead.id)]
        )
        self.assertEqual(set(files.mapped("name")), {"wall.png", "plan.pdf"})
        self.assertEqual(inquiry.attachment_ids, files)
        self.assertEqual(files.filtered("image_src").raw, PHOTO)
        self.assertEqual(inquiry.consent, "I agree that my data are processed")
        self.assertTrue(inquiry.consented_on)
        self.assertEqual(answer.json()["request_id"], "request-0001")

    def test_deal_is_called_as_the_company_speaks(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.direction.with_context(lang="ru_RU").name = "Окна"
        self.site.company_id.partner_id.lang = "ru_RU"
        lead = self.assert_taken(self.send()).lead_id
        self.assertEqual(lead.name, "Окна: Ivan Petrov")

    def test_calculation_begins_with_what_the_customer_has_measured(self):
        lead = self.assert_taken(self.send()).lead_id
        calculation = self.requested(self.as_(self.sales_head, lead))
        values = {one.code: one.value for one in calculation.measurement_ids}
        self.assertEqual((values["W"], values["D"]), (1.5, 0))

    def test_customer_is_found_and_nothing_of_his_is_changed(self):
        self.customer.phone = "+7 900 000-00-00"
        email = self.customer.email
        answer = self.send(self.told(email=self.customer.email.title()))
        lead = self.assert_taken(answer).lead_id
        self.assertEqual(lead.partner_id, self.customer)
        self.assertEqual(self.customer.phone, "+7 900 000-00-00")
        self.assertEqual(self.customer.email, email)
        self.assertIn("+7 900 123-45-67", lead.description)
        stranger = self.send(self.told(request_id="request-0002"))
        self.assertEqual(answer.json().keys(), stranger.json().keys())
        self.assertEqual(stranger.status_code, answer.status_code)

    def test_colleague_and_customer_of_another_company_are_no_customer(self):
        branch = self.quiet["res.company"].create({"name": "Branch"})
        theirs = self.quiet["res.partner"].create(
            {"name": "Theirs", "email": "theirs@example.com", "company_id": branch.id}
        )
        for number, email in enumerate((theirs.email, self.engineer.email)):
            told = self.told(request_id=f"request-{number:04}", email=email)
            self.assertFalse(self.assert_taken(self.send(told)).lead_id.partner_id)

    def test_second_request_of_a_customer_is_offered_for_joining(self):
        first = self.assert_taken(self.send()).lead_id
        second = self.assert_taken(self.send(self.told(request_id="request-0002")))
        self.assertEqual(second.lead_id.engineering_join_id, first)
        second.lead_id.with_user(self.sales_head).action_join_earlier()
        self.assertEqual(self.inquiries().lead_id, (first | second.lead_id).exists())
        self.assertEqual(len(self.inquiries()), 2)

    def test_customer_is_told_once_with_the_page_and_without_his_own_words(self):
        inquiry = self.assert_taken(self.send(self.told(name="Buy at evil.example")))
        told = inquiry.lead_id.message_ids.filtered(
            lambda message: message.message_type == "auto_comment"
        )
        self.assertEqual(len(told), 1)
        self.assertIn(f"/my/requests/{inquiry.id}?access_token=", told.body)
        self.assertNotIn("evil", told.body + told.subject)
        again = self.assert_taken(self.send(self.told(request_id="request-0002")))
        self.assertNotIn(
            "auto_comment", again.lead_id.message_ids.mapped("message_type")
        )

    def test_site_describes_what_can_be_asked_for(self):
        answer = self.url_open(URL, headers={"Authorization": f"Bearer {self.key}"})
        width = {"code": "W", "name": "Width", "unit": "m", "min": 0.3, "max": 6.0}
        described = {
            "code": "windows",
            "name": self.direction.name,
            "measurements": [width],
            "opening_name": "Window",
            "opening_columns": [
                {
                    "code": "width",
                    "name": "Width",
                    "kind": "number",
                    "unit": "m",
                    "min": 0.3,
                    "max": 6.0,
                },
                {"code": "h", "name": "Height", "kind": "number", "unit": "m"},
                {
                    "code": "c",
                    "name": "Colour",
                    "kind": "choice",
                    "unit": "",
                    "choices": ["White", "Grey"],
                },
                {"code": "p", "name": "Place", "kind": "text", "unit": ""},
            ],
        }
        self.assertEqual(answer.json()["directions"], [described])
        self.assertTrue(answer.json()["consent_required"])

    # === ONCE ===

    def test_repeated_request_is_the_same_and_another_with_its_id_is_refused(self):
        files = [("wall.png", PHOTO)]
        first = self.send(files=files)
        inquiry = self.assert_taken(first)
        again = self.send(files=files)
        self.assertEqual(again.status_code, 200)
        self.assertEqual(again.json(), first.json())
        self.assert_refused(self.send(), 409, "request_id")
        self.assertEqual(self.inquiries(), inquiry)
        self.assertEqual(len(inquiry.attachment_ids), 1)

    def test_id_of_a_request_is_the_sites_own(self):
        other = self.quiet["engineering.site"].create({"name": "Another"})
        self.assert_taken(self.send())
        self.assert_taken(self.send(key=self.make_key(other)))
        self.assertEqual(len(self.inquiries().lead_id), 2)

    # === KEY ===

    def test_new_key_ends_the_one_before_and_archived_site_has_none(self):
        old, self.key = self.key, self.make_key(self.site)
        self.assert_refused(self.send(key=old), 401)
        self.assert_taken(self.send())
        self.site.active = False
        self.assert_refused(self.send(), 401)

    def test_key_is_shown_once_and_read_by_nobody(self):
        site = self.as_(self.administrator, self.site)
        key = self.make_key(site)
        secret = key.partition(".")[2]
        self.assertEqual(site.key_mark, key.partition(".")[0])
        for names in (["key_hash"], ["display_name", "key_hash"]):
            with self.assertRaises(AccessError):
                site.read(names)
        self.assertNotIn("key_hash", site.fields_get())
        self.assertNotIn(secret, str(site.read()))
        with self.assertRaises(AccessError):
            site.export_data(["key_hash"])
        with self.assertRaises(AccessError):
            site.write({"key_hash": "x"})
        with self.assertRaises(AccessError):
            site.write({"key_mark": "x"})
        with self.assertRaises(AccessError):
            site.search([("key_hash", "like", "a%")])
        self.assertNotEqual(site.sudo().key_hash, secret)
        copy = site.copy({"name": "Copy"})
        self.assertFalse(copy.key_mark or copy.sudo().key_hash)

    def test_site_is_the_administrators_alone(self):
        for user in (self.manager, self.sales_head, self.engineer, self.leader):
            with self.assertRaises(AccessError):
                self.site.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                self.site.with_user(user).action_make_key()
            with self.assertRaises(AccessError):
                self.env["engineering.inquiry"].with_user(user).search([])

    def test_inquiry_is_written_by_nobody(self):
        inquiry = self.assert_taken(self.send())
        mine = self.as_(self.administrator, inquiry)
        self.assertEqual(mine.need, inquiry.need)
        for write in (
            lambda: mine.write({"need": "Another"}),
            lambda: mine.unlink(),
            lambda: mine.create({"site_id": self.site.id, "request_id": "12345678"}),
        ):
            with self.assertRaises(AccessError):
                write()

    # === SETTINGS ===

    def test_site_whose_only_direction_is_archived_offers_no_other(self):
        chosen = self.direction.copy({"code": "doors", "offered_on_sites": True})
        self.site.direction_ids = chosen
        self.assertEqual(self.site._get_directions(), chosen)
        chosen.active = False
        self.assertFalse(self.site._get_directions())

    def test_offered_direction_has_a_code_and_asks_for_what_is_measured(self):
        with self.assertRaises(ValidationError):
            self.direction.code = False
        width = self.direction.measurement_ids.filtered("asked_of_customer")
        with self.assertRaises(ValidationError):
            width.formula = "D * 2"

    def test_limits_and_pages_of_a_site_are_checked(self):
        with self.assertRaises(ValidationError):
            self.site.origins = "https://example.com/page"
        for values in ({"requests_per_minute": 0}, {"max_size": 1000}):
            with (
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.site.write(values)

    def test_manager_opens_the_customers_page(self):
        inquiry = self.assert_taken(self.send())
        lead = self.as_(self.sales_head, inquiry.lead_id)
        self.assertTrue(lead.engineering_is_followed)
        url = lead.action_open_customer_page()["url"]
        self.assertEqual(self.url_open(url).status_code, 200)
        with self.assertRaises(UserError):
            self.proposed().opportunity_id.action_open_customer_page()
