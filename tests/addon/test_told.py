"""What people are told, in whose language, how often, and with all of its words."""

import re

from lxml import html

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

AS_WRITTEN = "a<b & c>d\nsecond line"


@tagged("standard", "post_install", "-at_install")
class TestTold(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("ru_RU")

    def read_russian(self, *users):
        for user in users:
            user.sudo().lang = "ru_RU"

    def of(self, user, record):
        """Return what `user` is told of the record: notices and activities, as text."""
        told = record.env["mail.message"].sudo()
        told = told.search([("model", "=", record._name), ("res_id", "=", record.id)])
        bodies = told.filtered(
            lambda message: user.partner_id in message.notified_partner_ids
        ).mapped("body")
        asked = record.sudo().activity_ids.filtered(lambda one: one.user_id == user)
        bodies += [one.note or "" for one in asked]
        return [one.summary for one in asked] + [self.text(body) for body in bodies]

    def commit(self):
        """Let the host tell what it tells at the end of a request."""
        self.env.flush_all()
        self.env.cr.precommit.run()

    def text(self, body):
        body = re.sub(r"<br\s*/?>", "\n", body or "<p/>")
        return html.fromstring(f"<div>{body}</div>").text_content()

    # === LANGUAGE ===

    def test_each_engineer_reads_his_own_language(self):
        self.read_russian(self.colleague)
        calculation = self.requested()
        self.assertIn("Calculate", self.of(self.engineer, calculation))
        self.assertIn("New request: New roof", self.of(self.engineer, calculation))
        self.assertIn("Рассчитать", self.of(self.colleague, calculation))
        self.assertIn(
            "Новый запрос на расчёт: New roof", self.of(self.colleague, calculation)
        )

    def test_deal_is_told_in_the_language_of_its_manager(self):
        self.read_russian(self.manager)
        calculation = self.taken()
        self.assertIn(
            "взят в работу. Инженер: Engineer", self.feed(calculation.lead_id)[-1]
        )

    def test_activity_is_in_the_language_of_who_is_asked(self):
        self.read_russian(self.manager)
        calculation = self.taken()
        self.ask(calculation)
        self.assertIn("Ответить инженеру", self.of(self.manager, calculation))
        self.answer(calculation)
        self.assertIn("Go on with the answer", self.of(self.engineer, calculation))

    def test_changes_of_a_card_are_in_the_language_of_its_engineer(self):
        self.read_russian(self.engineer)
        calculation = self.taken()
        self.commit()
        self.ask(calculation)
        self.commit()
        values = calculation.sudo().message_ids.tracking_value_ids
        self.assertEqual(values.old_value_char, "В работе")
        self.assertEqual(values.new_value_char, "Ожидает ответа")

    def test_amounts_and_dates_are_written_as_the_reader_writes_them(self):
        self.read_russian(self.manager)
        calculation = self.completed(lines=[(self.survey, 1, 1234.5)])
        self.assertIn("1\xa0234,50", self.feed(calculation.lead_id)[-1])

    # === AS IT IS WRITTEN ===

    def test_words_of_people_lose_nothing(self):
        calculation = self.taken()
        self.ask(calculation, AS_WRITTEN)
        told = self.of(self.manager, calculation)
        self.assertEqual(len([text for text in told if AS_WRITTEN in text]), 2)
        lead = calculation.sudo().lead_id
        self.assertIn(AS_WRITTEN, self.text(lead.message_ids[0].body))
        self.answer(calculation, AS_WRITTEN)
        told = self.of(self.engineer, calculation)
        self.assertEqual(len([text for text in told if AS_WRITTEN in text]), 2)

    # === ONCE ===

    def test_nothing_is_said_to_be_done_that_was_only_taken(self):
        calculation = self.taken()
        self.assertNotIn("Calculate", "".join(self.feed(calculation)[1:]))

    def test_state_and_column_are_told_once(self):
        lead = self.deal()
        self.commit()
        calculation = self.requested(lead)
        self.commit()
        calculation.action_take()
        self.commit()
        for record, name in ((calculation, "state"), (lead, "engineering_state")):
            with self.subTest(name):
                tracked = record.sudo().message_ids.tracking_value_ids.field_id
                self.assertIn("stage_id", tracked.mapped("name"))
                self.assertNotIn(name, tracked.mapped("name"))

    def test_mail_names_the_deal_in_its_subject(self):
        self.engineer.sudo().write({"notification_type": "email", "email": "e@x.test"})
        calculation = self.requested()
        mails = self.env["mail.mail"].sudo()
        told = calculation.sudo().message_ids.ids
        subjects = mails.search([("mail_message_id", "in", told)]).mapped("subject")
        self.assertEqual(subjects, [f"{calculation.display_name}: New roof"])
