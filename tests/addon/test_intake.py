"""A mail to the address of a direction becomes a deal, once and whole."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.mailing import TO_ROOFS, IntakeCase


@tagged("standard", "post_install", "-at_install")
class TestIntake(IntakeCase):
    # === THE DEAL ===

    def test_mail_becomes_a_deal_of_the_direction_with_customer_need_and_files(self):
        mail = self.letter("Roof of a barn", "Forty metres of it")
        mail.add_attachment(
            b"drawing", maintype="image", subtype="png", filename="barn.png"
        )
        lead = self.receive(mail)
        self.assertEqual(lead.name, "Roof of a barn")
        self.assertEqual(lead.type, "opportunity")
        self.assertEqual(lead.engineering_direction_id, self.direction)
        self.assertEqual(lead.engineering_team_id, self.team)
        self.assertEqual(lead.partner_id, self.customer)
        self.assertEqual(lead.description, "<p>Forty metres of it</p>")
        self.assertEqual(lead.medium_id, self.env.ref("utm.utm_medium_email"))
        self.assertEqual(lead.team_id, self.sales_team)
        self.assertEqual(lead.user_id, self.sales_head)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "=", lead.id)]
        )
        self.assertEqual(files.mapped("name"), ["barn.png"])
        self.assertEqual(self.said(lead).attachment_ids, files)

    def test_deal_of_a_mail_is_sent_for_calculation_as_any_other(self):
        lead = self.receive(self.letter())
        calculation = self.requested(self.as_(self.sales_head, lead))
        self.assertEqual(calculation.direction_id, self.direction)

    def test_stranger_stays_contact_data_and_becomes_no_contact(self):
        contacts = self.env["res.partner"].search_count([])
        lead = self.receive(self.letter(sender="Ivan Petrov <ivan@new.example.com>"))
        self.assertFalse(lead.partner_id)
        self.assertEqual(lead.email_from, "ivan@new.example.com")
        self.assertEqual(lead.contact_name, "Ivan Petrov")
        self.assertEqual(self.env["res.partner"].search_count([]), contacts)

    def test_text_without_markup_keeps_its_lines(self):
        lead = self.receive(self.letter(text="Roof\nof <b>tin</b>\n\nSoon"))
        self.assertIn("Roof<br>of &lt;b&gt;tin", lead.description)
        self.assertNotIn("<pre>", lead.description)

    def test_mail_that_a_salesman_passes_on_is_his_deal_and_of_no_customer(self):
        lead = self.receive(self.letter(sender=self.manager.email))
        self.assertEqual(lead.user_id, self.manager)
        self.assertFalse(lead.partner_id)
        self.assertFalse(lead.email_from)
        self.assertFalse(self.acknowledgements(lead))

    def test_mail_that_an_engineer_passes_on_goes_to_the_sales_team(self):
        lead = self.receive(self.letter(sender=self.engineer.email))
        self.assertEqual(lead.user_id, self.sales_head)
        self.assertFalse(lead.partner_id)

    def test_same_mail_that_comes_twice_makes_one_deal(self):
        mail = self.letter()
        self.assertEqual(len(self.receive(mail)), 1)
        self.assertFalse(self.receive(mail))

    def test_mail_to_two_directions_makes_a_deal_in_each(self):
        self.other_direction.alias_name = "pipes"
        to = f"{TO_ROOFS}, {self.other_direction.alias_email}"
        leads = self.receive(self.letter(to=to))
        self.assertEqual(
            leads.engineering_direction_id, self.direction | self.other_direction
        )
        self.assertEqual(len(leads), 2)

    def test_customer_of_another_company_is_left_as_contact_data(self):
        company = self.quiet["res.company"].create({"name": "Branch"})
        self.customer.company_id = company
        self.direction.company_id = self.env.company
        lead = self.receive(self.letter())
        self.assertFalse(lead.partner_id)
        self.assertEqual(lead.company_id, self.env.company)

    def test_mail_to_a_sales_team_that_serves_no_direction_stays_the_hosts(self):
        team = self.quiet["crm.team"].create({"name": "Shop", "alias_name": "shop"})
        self.receive(self.letter(to=team.alias_email))
        lead = self.receive(self.letter(to=team.alias_email))
        self.assertEqual(lead.team_id, team)
        self.assertFalse(lead.engineering_join_id)
        self.assertFalse(lead.medium_id)
        self.assertFalse(lead.description)
        self.assertFalse(self.acknowledgements(lead))

    def test_address_goes_with_its_direction(self):
        alias = self.direction.alias_id
        self.assertEqual(self.direction.alias_email, TO_ROOFS)
        self.assertEqual(alias.alias_parent_thread_id, self.direction.id)
        copy = self.other_direction.copy()
        self.assertFalse(copy.alias_id)
        spare = self.quiet["engineering.direction"].create(
            {"name": "Spare", "alias_name": "spare"}
        )
        alias = spare.alias_id
        self.as_(self.administrator, spare).unlink()
        self.assertFalse(alias.exists())

    def test_administrator_gives_and_takes_addresses(self):
        direction = self.as_(self.administrator, self.other_direction)
        direction.alias_name = "Pipes"
        self.assertEqual(direction.alias_name, "pipes")
        direction.alias_contact = "partners"
        self.assertEqual(direction.alias_id.sudo().alias_contact, "partners")
        direction.alias_name = False
        self.assertFalse(direction.alias_email)

    # === ACKNOWLEDGEMENT ===

    def test_customer_is_told_once_in_his_language_by_a_mail_that_says_it_is_automatic(
        self,
    ):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.customer.lang = "ru_RU"
        template = self.env.ref("crm_engineering_calc.mail_template_acknowledgement")
        template.with_context(lang="ru_RU").body_html = "<p>Письмо пришло</p>"
        lead = self.receive(self.letter())
        told = self.acknowledgements(lead)
        self.assertEqual(len(told), 1)
        self.assertIn("Письмо пришло", told.body)
        self.assertEqual(told.notified_partner_ids, self.customer)
        mail = told.mail_ids
        self.assertIn("'Auto-Submitted': 'auto-replied'", mail.headers)
        self.assertIn("'X-Auto-Response-Suppress': 'All'", mail.headers)
        self.assertIn(TO_ROOFS, mail.reply_to)
        self.assertIn(self.said(lead).message_id, mail.references)
        again = self.receive(self.letter("And one more"))
        self.assertTrue(again)
        self.assertFalse(self.acknowledgements(again))

    def test_stranger_is_told_in_the_language_of_his_mail(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        template = self.env.ref("crm_engineering_calc.mail_template_acknowledgement")
        template.with_context(lang="ru_RU").body_html = "<p>Письмо пришло</p>"
        lead = self.receive(
            self.letter(
                sender="ivan@new.example.com", headers={"Content-Language": "ru-RU"}
            )
        )
        told = self.acknowledgements(lead)
        self.assertIn("Письмо пришло", told.body)
        self.assertEqual(told.outgoing_email_to, "ivan@new.example.com")

    def test_direction_tells_by_its_own_mail_or_not_at_all(self):
        template = self.env.ref("crm_engineering_calc.mail_template_acknowledgement")
        own = template.copy({"body_html": "<p>Roofs it is</p>"})
        self.direction.acknowledgement_mail_template_id = own
        lead = self.receive(self.letter())
        self.assertIn("Roofs it is", self.acknowledgements(lead).body)
        self.direction.acknowledges = False
        lead = self.receive(self.letter(sender="other@example.com"))
        self.assertTrue(lead)
        self.assertFalse(self.acknowledgements(lead))

    def test_mail_about_something_else_is_no_acknowledgement(self):
        proposal = self.env.ref("crm_engineering_calc.mail_template_proposal")
        with self.assertRaisesRegex(ValidationError, "Lead"):
            self.direction.acknowledgement_mail_template_id = proposal

    def test_nobody_is_told_who_does_not_read(self):
        self.quiet["mail.blacklist"].create({"email": "black@example.com"})
        for sender in ("black@example.com", "no-reply@shop.example.com"):
            with self.subTest(sender):
                lead = self.receive(self.letter(sender=sender))
                self.assertTrue(lead)
                self.assertFalse(self.acknowledgements(lead))

    def test_acknowledgement_that_fails_loses_no_mail(self):
        template = self.env.ref("crm_engineering_calc.mail_template_acknowledgement")
        template.body_html = "<p t-out='object.nothing'/>"
        with self.assertLogs("odoo.addons.crm_engineering_calc", "WARNING"):
            lead = self.receive(self.letter())
        self.assertTrue(lead)
        self.assertFalse(self.acknowledgements(lead))
        self.assertFalse(lead.engineering_acknowledged)

    def test_portal_customer_is_told_too(self):
        self.user(
            "portal",
            "base.group_portal",
            partner_id=self.customer.id,
            notification_type="email",
            email=self.customer.email,
        )
        lead = self.receive(self.letter())
        self.assertEqual(lead.partner_id, self.customer)
        self.assertTrue(self.acknowledgements(lead))

    def test_answer_to_the_acknowledgement_stays_in_the_deal(self):
        lead = self.receive(self.letter())
        told = self.acknowledgements(lead)
        reply = self.letter("Re: New roof", headers={"In-Reply-To": told.message_id})
        self.assertFalse(self.receive(reply))
        self.assertEqual(len(self.said(lead)), 2)
