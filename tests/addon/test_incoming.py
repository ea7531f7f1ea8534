"""All that comes in is in one feed, with its channel, until it is answered."""

from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval
from odoo.tools.translate import code_translations

from odoo.addons.crm_engineering_calc.tests.mailing import IntakeCase

FRIDAY = datetime(2026, 11, 20, 16, 0)
MONDAY = datetime(2026, 11, 23, 9, 0)


@tagged("standard", "post_install", "-at_install")
class TestIncoming(IntakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env.company.resource_calendar_id
        cls.calendar.tz = "UTC"

    def rows(self, lead):
        return self.env["engineering.incoming"].search([("lead_id", "=", lead.id)])

    def asked(self, **values):
        """Return the deal of a mail, of the manager."""
        lead = self.receive(self.letter(**values))
        lead.user_id = self.manager
        return lead

    def answer(self, record, **values):
        return self.as_(self.manager, record).message_post(
            body="On Tuesday",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            **{"partner_ids": self.customer.ids, **values},
        )

    # === ARRIVAL ===

    def test_channels_are_named_in_the_readers_language_where_we_show_them(self):
        phone = self.env["utm.medium"]._fetch_or_create_utm_medium("phone")
        own = self.env["utm.medium"].create({"name": "Fair"})
        action = self.env.ref("crm_engineering_calc.engineering_incoming_action")
        shown = (phone | own).with_context(**safe_eval(action.context))
        self.assertEqual(shown.mapped("display_name"), ["Phone", "Fair"])
        translated = {"Phone": "Call"}
        with patch.object(
            code_translations, "get_python_translations", return_value=translated
        ):
            self.env["res.lang"]._activate_lang("fr_FR")
            french = shown.with_context(lang="fr_FR")
            self.assertEqual(french.mapped("display_name"), ["Call", "Fair"])
            french = (phone | own).with_context(lang="fr_FR")
            self.assertEqual(french.mapped("display_name"), ["Phone", "Fair"])

    def test_mail_that_makes_a_deal_waits_for_an_answer(self):
        lead = self.asked()
        row = self.rows(lead)
        self.assertEqual(
            (row.medium_id.name, row.subject, row.text, row.sender),
            ("Email", "New roof", "Forty metres", "Customer"),
        )
        self.assertFalse(row.answered_on)
        self.assertEqual(lead.engineering_unanswered_since, row.came_on)

    def test_mail_in_the_thread_of_a_deal_and_of_its_proposal(self):
        order = self.proposed()
        lead = order.opportunity_id
        for record in (lead, order):
            sent = self.answer(record)
            self.receive(
                self.letter(headers={"In-Reply-To": sent.message_id}, subject="Re")
            )
        self.assertEqual(
            self.rows(lead).mapped("res_model"), ["sale.order", "crm.lead"]
        )

    def test_feed_has_the_beginning_of_a_long_mail(self):
        row = self.rows(self.asked(text="Forty metres. " * 1000))
        self.assertTrue(row.text.startswith("Forty metres."))
        self.assertLessEqual(len(row.text), 250)

    def test_stranger_is_named_as_he_names_himself(self):
        senders = ("Ivan <ivan@new.example.com>", "olga@new.example.com")
        leads = [self.receive(self.letter(sender=sender)) for sender in senders]
        self.assertEqual(
            [self.rows(lead).sender for lead in leads], ["Ivan", "olga@new.example.com"]
        )

    def test_request_that_a_colleague_passes_on(self):
        lead = self.receive(
            self.letter(sender=f"Manager <{self.manager.email}>", subject="Fwd: roof")
        )
        self.assertEqual(len(self.rows(lead)), 1)

    def test_automatic_answer_is_not_in_the_feed(self):
        lead = self.asked()
        sent = self.answer(lead)
        self.receive(
            self.letter(
                headers={
                    "In-Reply-To": sent.message_id,
                    "Auto-Submitted": "auto-replied",
                }
            )
        )
        self.assertEqual(len(self.rows(lead)), 1)
        self.assertFalse(lead.engineering_unanswered_since)

    def test_deals_of_no_direction_are_the_host_s(self):
        lead = self.quiet["crm.lead"].create({"name": "Other", "type": "opportunity"})
        lead.message_post(
            body="Hello",
            author_id=self.customer.id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertFalse(self.rows(lead))

    # === ANSWER ===

    def test_answer_ends_all_that_waits_and_counts_working_hours(self):
        with freeze_time(FRIDAY):
            lead = self.asked()
        with freeze_time(MONDAY):
            self.answer(lead)
        row = self.rows(lead)
        self.assertEqual(row.answered_on, MONDAY)
        self.assertEqual(row.answered_id, self.manager)
        # Friday till 17, Monday from 8.
        self.assertAlmostEqual(row.answer_hours, 2.0)
        self.assertAlmostEqual(lead.engineering_answer_hours, 2.0)
        self.assertFalse(lead.engineering_unanswered_since)

    def test_later_answers_do_not_change_the_first(self):
        with freeze_time(MONDAY):
            lead = self.asked()
            self.answer(lead)
            self.assertEqual(lead.engineering_answer_hours, 0.0)
        sent = lead.message_ids[:1]
        with freeze_time("2026-11-24 10:00:00"):
            self.receive(self.letter(headers={"In-Reply-To": sent.message_id}))
            self.assertTrue(lead.engineering_unanswered_since)
        with freeze_time("2026-11-24 11:00:00"):
            self.answer(lead)
        self.assertEqual(self.rows(lead).mapped("answer_hours"), [1.0, 0.0])
        self.assertEqual(lead.engineering_answer_hours, 0.0)

    def test_average_does_not_count_who_still_waits(self):
        with freeze_time(FRIDAY):
            leads = self.asked() | self.asked(sender="other@example.com")
        with freeze_time(MONDAY):
            self.answer(leads[0])
        for model, field, domain in (
            ("engineering.incoming", "answer_hours", [("lead_id", "in", leads.ids)]),
            ("crm.lead", "engineering_answer_hours", [("id", "in", leads.ids)]),
        ):
            with self.subTest(model=model):
                found = self.env[model]._read_group(domain, aggregates=[f"{field}:avg"])
                self.assertAlmostEqual(found[0][0], 2.0)
                # Lists average what they have read.
                shown = self.env[model].search_read(domain, [field], order="id")
                self.assertEqual([row[field] for row in shown], [2.0, False])
                self.assertIs(shown[1][field], False)
                table = self.env[model].search(domain, order="id").export_data([field])
                self.assertEqual(table["datas"], [[2.0], [""]])

    def test_answer_at_once_took_no_time(self):
        with freeze_time(MONDAY):
            lead = self.asked()
            self.answer(lead)
        shown = self.rows(lead).read(["answer_hours"]) + lead.read(
            ["engineering_answer_hours"]
        )
        values = [shown[0]["answer_hours"], shown[1]["engineering_answer_hours"]]
        self.assertEqual(list(map(type, values)), [float, float])

    def test_first_that_nobody_has_answered_has_taken_no_time(self):
        with freeze_time(MONDAY):
            lead = self.asked()
            self.answer(lead)
        self.rows(lead).sudo()._as_machine().write(
            {"answered_on": False, "answer_hours": False}
        )
        lead._update_answers()
        self.env.invalidate_all()
        self.assertIs(
            lead.read(["engineering_answer_hours"])[0]["engineering_answer_hours"],
            False,
        )

    def test_words_among_colleagues_are_no_answer(self):
        lead = self.asked()
        lead.message_unsubscribe(self.customer.ids)
        self.answer(lead, partner_ids=self.sales_head.partner_id.ids)
        self.as_(self.manager, lead).message_post(body="Note")
        self.assertTrue(lead.engineering_unanswered_since)

    def test_acknowledgement_is_no_answer(self):
        lead = self.asked()
        self.assertTrue(self.acknowledgements(lead))
        self.assertTrue(lead.engineering_unanswered_since)

    def test_answered_by_telephone(self):
        lead = self.asked()
        self.as_(self.manager, self.rows(lead)).action_answered()
        self.assertEqual(self.rows(lead).answered_id, self.manager)
        self.assertIn("answered otherwise", lead.message_ids[0].body)

    def test_only_who_manages_the_deal_says_that_it_is_answered(self):
        lead = self.asked()
        for user in (self.engineer, self.manager2):
            with self.assertRaises(AccessError):
                self.as_(user, self.rows(lead)).action_answered()

    # === DEALS ===

    def test_merged_deals_have_one_feed(self):
        first, second = self.asked(), self.asked(subject="And the gutter")
        merged = self.as_(self.sales_head, first | second).merge_opportunity()
        self.assertEqual(len(self.rows(merged)), 2)
        self.assertEqual(
            merged.sudo().engineering_unanswered_since,
            min(self.rows(merged).mapped("came_on")),
        )

    def test_row_opens_what_was_written_to(self):
        order = self.proposed()
        sent = self.answer(order)
        self.receive(self.letter(headers={"In-Reply-To": sent.message_id}))
        action = self.as_(self.manager, self.rows(order.opportunity_id)).action_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("sale.order", order.id)
        )

    def test_nobody_writes_the_feed_by_hand(self):
        lead = self.asked()
        for name in ("engineering_unanswered_since", "engineering_answer_hours"):
            with self.assertRaises(AccessError):
                self.as_(self.manager, lead).write({name: False})
        with self.assertRaises(AccessError):
            self.as_(self.manager, self.rows(lead)).write({"answered_on": MONDAY})
