"""One conversation of manager and engineers: who says, hears and never hears it."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

MAIL = """From: {sender}
To: catchall@example.com
Subject: Re
{headers}Message-Id: <{number}@example.com>
In-Reply-To: {parent}
Content-Type: text/plain; charset=utf-8

{text}
"""


class ConversationCase(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        self.lead = self.as_(self.manager, self.calculation.sudo().lead_id)

    def say(self, user, text, record=None, **values):
        """Send a message as the composer does, for who may read the record."""
        record = self.as_(user, record or self.calculation)
        record.check_access("read")
        values = {"subtype_xmlid": "mail.mt_comment", **values}
        return record.sudo().message_post(body=text, message_type="comment", **values)

    def reply(self, user, parent, text, headers=""):
        """Answer a notification by mail."""
        mail = MAIL.format(
            sender=user.email,
            headers=headers,
            number=f"{user.id}-{parent.id}-{len(text)}",
            parent=parent.sudo().message_id,
            text=text,
        )
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].sudo().message_process(None, mail)

    def said(self, record=None, user=None):
        """Return what the conversation holds for a user, the oldest first."""
        record = self.as_(user or self.engineer, record or self.calculation)
        messages = record.env["mail.message"].browse(record.get_conversation()["ids"])
        return [message.sudo().preview.strip() for message in messages]

    def last(self):
        return self.calculation.sudo().message_ids[:1]

    def step(self, record):
        """Return the newest message that tells of a step in a feed."""
        messages = record.sudo().message_ids
        return messages.filtered(
            lambda one: one.message_type == "notification" and one.body
        )[:1]

    def notice(self, record):
        """Return the newest message that tells something, to whomever."""
        return (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", record._name),
                    ("res_id", "=", record.id),
                    ("message_type", "in", ("notification", "user_notification")),
                    ("body", "!=", ""),
                ],
                limit=1,
            )
        )

    def told(self, message):
        """Return {user who is told: how}."""
        return {
            one.res_partner_id.user_ids: one.notification_type
            for one in message.sudo().notification_ids
        }


@tagged("standard", "post_install", "-at_install")
class TestConversation(ConversationCase):
    # === WHO SAYS, WHO HEARS ===

    def test_each_side_is_told_once_as_he_likes(self):
        self.engineer.sudo().notification_type = "email"
        self.calculation.sudo().message_subscribe(
            (self.manager | self.engineer).partner_id.ids
        )
        message = self.say(self.manager, "White or brown?")
        self.assertEqual(self.told(message), {self.engineer: "email"})
        message = self.say(self.engineer, "White")
        self.assertEqual(self.told(message), {self.manager: "inbox"})
        self.assertEqual(self.said(), ["White or brown?", "White"])
        self.assertEqual(self.said(user=self.manager), self.said())

    def test_team_hears_of_what_nobody_has_taken(self):
        calculation = self.requested()
        message = self.say(self.manager, "It is urgent", calculation)
        self.assertEqual(set(self.told(message)), {self.engineer, self.colleague})

    def test_who_is_mentioned_is_told_if_he_may_read_it(self):
        people = (self.leader | self.outsider | self.employee).partner_id
        message = self.say(
            self.engineer, "Look", partner_ids=(people | self.customer).ids
        )
        self.assertEqual(set(self.told(message)), {self.manager, self.leader})

    def test_log_notes_stay_log_notes(self):
        self.say(self.engineer, "For me", subtype_xmlid="mail.mt_note")
        self.assertEqual(self.said(), [])

    def test_who_works_in_more_companies_is_heard_in_one(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        companies = self.calculation.sudo().company_id | other
        self.manager.company_ids |= other
        card = self.calculation.with_context(allowed_company_ids=companies.ids)
        message = self.say(self.manager, "White or brown?", card)
        self.assertEqual(set(self.told(message)), {self.engineer})

    def test_who_may_not_read_the_calculation_hears_nothing(self):
        for user in (self.outsider, self.employee):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.as_(user, self.calculation).get_conversation()

    def test_customer_who_follows_all_of_it_never_sees_it(self):
        portal = self.user(
            "portal_customer", "base.group_portal", notification_type="email"
        )
        followers = self.customer | portal.partner_id
        subtypes = self.env.ref("crm_engineering_calc.mt_conversation")
        subtypes |= self.env.ref("crm_engineering_calc.mt_deal_step")
        for record in (self.lead, self.calculation):
            record.sudo().message_subscribe(followers.ids, subtypes.ids)
        before = self.env["mail.mail"].sudo().search_count([])
        self.ask(self.calculation, "Is he solvent?")
        message = self.say(self.manager, "Hardly", partner_ids=followers.ids)
        told = self.lead.sudo().message_ids | self.calculation.sudo().message_ids
        self.assertFalse(told.notified_partner_ids & followers)
        self.assertFalse(message.sudo().partner_ids & followers)
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), before)
        found = self.model("mail.message", portal).search([("id", "in", told.ids)])
        self.assertFalse(found)
        with self.assertRaises(AccessError):
            self.as_(portal, message).read(["body"])
        self.assertFalse(self.calculation._message_get_suggested_recipients())

    # === BY MAIL ===

    def test_reply_to_a_notice_lands_in_the_conversation(self):
        calculation = self.requested()
        notice = self.step(calculation)
        self.reply(self.manager, notice, "A reply to a card's notice")
        self.assertEqual(self.said(calculation), ["A reply to a card's notice"])

    def test_reply_to_a_step_of_the_deal_lands_in_the_conversation(self):
        self.reply(self.manager, self.step(self.lead), "A reply")
        self.assertEqual(self.said(), ["A reply"])

    def test_reply_to_a_notice_of_a_work_or_an_act_lands_in_the_conversation(self):
        self.variant(self.calculation)
        self.complete(self.calculation)
        self.calculation.variant_ids.with_user(self.manager).action_select()
        order = self.from_action(self.lead.action_create_proposal(), self.lead.env)
        order.action_confirm()
        self.contract()
        work = self.worked(order, engineer=self.engineer)
        self.done(work)
        act = self.acted(work)
        act.action_send()
        act.sudo().message_notify(
            body="The act waits", partner_ids=self.manager.partner_id.ids
        )
        notices = [self.notice(record) for record in (work, act, self.lead)]
        other = self.taken(self.lead)
        self.ask(other)
        said = []
        for notice in notices:
            with self.subTest(notice.model):
                said.append(f"About the {notice.model}")
                self.reply(self.manager, notice, said[-1])
                self.assertEqual(self.said(), said)
        self.assertEqual(other.state, "waiting")
        self.assertEqual(self.said(other), ["How high?"])

    def test_reply_about_a_work_of_who_may_not_read_it_stays_there(self):
        work = self.done(self.worked(self.ordered(), engineer=self.engineer))
        work.message_notify(body="Look", partner_ids=self.customer.ids)
        notice = self.notice(work)
        card = work.sudo()._get_calculations()
        for user in (self.customer, self.outsider):
            self.reply(user, notice, "What is this?")
        self.assertEqual(self.said(card), [])
        talk = self.say(self.manager, "Between us", work)
        self.reply(self.engineer, talk, "Yes")
        self.assertEqual(self.said(card), [])
        self.reply(self.engineer, notice, "It is done")
        self.assertEqual(self.said(card), ["It is done"])

    def test_customers_reply_to_an_act_stays_on_it(self):
        order = self.ordered()
        self.contract()
        act = self.acted(self.done(self.worked(order)))
        act.action_send()
        mail = act.sudo().message_ids.filtered(
            lambda one: one.message_type == "comment"
        )[:1]
        for user in (self.customer, self.manager):
            self.reply(user, mail, "Thank you")
        self.assertEqual(self.said(order.sudo().engineering_calculation_ids), [])

    def test_reply_to_a_log_note_is_one(self):
        note = self.say(
            self.engineer,
            "Look",
            subtype_xmlid="mail.mt_note",
            partner_ids=self.manager.partner_id.ids,
        )
        self.ask(self.calculation)
        self.reply(self.manager, note, "I see")
        self.assertEqual(self.said(), ["How high?"])
        self.assertEqual(self.calculation.state, "waiting")

    def test_reply_of_a_stranger_stays_on_the_deal(self):
        self.reply(self.customer, self.step(self.lead), "What is this?")
        self.assertEqual(self.said(), [])

    # === OLDER ONES ===

    def test_older_messages_are_shown_when_asked_for(self):
        for number in range(3):
            self.say(self.engineer, f"No. {number}")
        card = self.as_(self.manager, self.calculation)
        newest, all_of_them = card.get_conversation(2), card.get_conversation(3)
        self.assertEqual(newest["ids"], all_of_them["ids"][1:])
        self.assertTrue(newest["has_older"])
        self.assertFalse(all_of_them["has_older"])

    # === REVISIONS ===

    def test_conversation_goes_along_with_the_revision(self):
        file = self.model("ir.attachment", self.engineer).create(
            {
                "name": "plan.txt",
                "raw": b"plan",
                "res_model": "mail.compose.message",
                "res_id": 0,
            }
        )
        message = self.say(self.engineer, "The plan", attachment_ids=file.ids)
        self.variant(self.calculation)
        self.complete(self.calculation)
        revision = self.revise(self.as_(self.manager, self.calculation))
        self.assertEqual(self.said(revision), ["The plan"])
        self.assertEqual(file.sudo().res_id, revision.id)
        self.reply(self.manager, message, "Thank you")
        self.say(self.manager, "To the old one", self.calculation)
        self.assertEqual(self.said(revision)[1:], ["Thank you", "To the old one"])

    def test_conversation_goes_on_in_the_newest_revision_that_is_archived(self):
        self.variant(self.calculation)
        self.complete(self.calculation)
        newer = self.revise(self.as_(self.manager, self.calculation))
        self.complete(self.as_(self.engineer, newer))
        newest = self.revise(self.as_(self.manager, newer))
        self.complete(self.as_(self.engineer, newest))
        newest.sudo().active = False
        self.say(self.manager, "To the old one", self.calculation)
        self.assertEqual(self.said(newest), ["To the old one"])
        self.calculation.invalidate_recordset()
        self.assertEqual(self.calculation.newest_id, newest)

    # === LIVE ===

    def test_only_who_may_read_it_listens(self):
        for user, hears in (
            (self.manager, True),
            (self.engineer, True),
            (self.outsider, False),
            (self.employee, False),
        ):
            with self.subTest(user.login):
                name = f"engineering_conversation_{self.calculation.id}"
                socket = self.model("ir.websocket", user)
                others, cards = socket._split_conversations([name, "other"])
                self.assertEqual(others, ["other"])
                self.assertEqual(cards.ids, self.calculation.ids if hears else [])

    def test_name_of_no_calculation_is_heard_of_by_nobody(self):
        socket = self.model("ir.websocket", self.manager)
        for number in ("9" * 5000, "9" * 30, "²", "٣", ""):
            with self.subTest(number[:9]):
                names = [f"engineering_conversation_{number}", 7]
                self.assertFalse(socket._split_conversations(names)[1])


@tagged("standard", "post_install", "-at_install")
class TestQuestion(ConversationCase):
    def setUp(self):
        super().setUp()
        self.ask(self.calculation, "Which colour?")

    def assertAnswered(self, answer):
        self.assertEqual(self.calculation.state, "in_progress")
        self.assertEqual(self.calculation.answer, answer)
        self.assertEqual(self.asked(self.calculation), self.engineer)

    def test_question_is_said_once_and_asked_once(self):
        self.assertEqual(self.said(), ["Which colour?"])
        self.assertEqual(self.told(self.last()), {self.manager: "inbox"})
        self.assertEqual(self.asked(self.calculation), self.manager)
        conversations = self.lead.engineering_conversations
        self.assertEqual([one["question"] for one in conversations], ["Which colour?"])

    def test_conversations_of_one_direction_are_told_by_their_numbers(self):
        names = [one["direction"] for one in self.lead.engineering_conversations]
        self.assertEqual(names, ["Roofing"])
        self.answer(self.calculation)
        self.variant(self.calculation)
        self.complete(self.calculation)
        more = self.requested(self.lead)
        self.lead.invalidate_recordset()
        names = [one["direction"] for one in self.lead.engineering_conversations]
        self.assertEqual(
            names, [f"Roofing, {self.calculation.name}", f"Roofing, {more.name}"]
        )

    def test_question_takes_its_files_along(self):
        self.answer(self.calculation)
        file = self.model("ir.attachment", self.engineer).create(
            {"name": "plan.txt", "raw": b"plan"}
        )
        self.wizard(
            "engineering.calculation.ask",
            self.calculation,
            question="Is this it?",
            attachment_ids=file.ids,
        ).action_confirm()
        self.assertEqual(self.last().attachment_ids, file.sudo())
        self.assertEqual(self.as_(self.manager, file).raw, b"plan")

    def test_lines_and_signs_are_kept(self):
        self.answer(self.calculation, "a<b & c>d\nand 2")
        self.assertEqual(self.last().body, "<p>a&lt;b &amp; c&gt;d<br>and 2</p>")
        self.assertEqual(self.calculation.answer, "a<b & c>d\nand 2")

    def test_managers_message_is_the_answer(self):
        message = self.say(self.manager, "White")
        self.assertAnswered("White")
        self.assertEqual(self.told(message), {self.engineer: "inbox"})
        self.assertEqual(self.said(), ["Which colour?", "White"])

    def test_managers_mail_is_the_answer(self):
        self.reply(self.manager, self.last(), "White & <plain>")
        self.assertAnswered("White & <plain>")
        self.assertEqual(len(self.said()), 2)

    def test_managers_mail_to_a_step_of_the_deal_is_the_answer(self):
        self.reply(self.manager, self.step(self.lead), "White")
        self.assertAnswered("White")

    def test_stand_in_answers_too(self):
        self.say(self.sales_head, "White")
        self.assertAnswered("White")

    def test_others_do_not_answer(self):
        self.say(self.engineer, "I ask again")
        self.say(self.colleague, "White, I think")
        self.say(self.manager, "To myself", subtype_xmlid="mail.mt_note")
        self.assertEqual(self.calculation.state, "waiting")

    def test_who_is_away_answers_nothing(self):
        self.reply(
            self.manager, self.last(), "I am away", "Auto-Submitted: auto-replied\n"
        )
        self.assertEqual(self.said()[-1], "I am away")
        self.manager.write(
            {
                "out_of_office_from": fields.Datetime.now() - timedelta(days=1),
                "out_of_office_to": fields.Datetime.now() + timedelta(days=1),
                "out_of_office_message": "<p>I am away</p>",
            }
        )
        self.say(self.colleague, "White?")
        self.assertEqual(self.last().message_type, "out_of_office")
        self.assertEqual(self.said()[-1], "White?")
        self.assertEqual(self.calculation.state, "waiting")
        self.reply(self.manager, self.last(), "Brown", "Auto-Submitted: no\n")
        self.assertAnswered("Brown")

    def test_nobody_answers_in_the_name_of_another(self):
        author = {"author_id": self.manager.partner_id.id}
        calculation = self.as_(self.colleague, self.calculation)
        for values in (
            {"message_type": "comment", "subtype_xmlid": "mail.mt_comment"},
            {"message_type": "email"},
        ):
            calculation.message_post(body="White", **values, **author)
            self.assertEqual(self.calculation.state, "waiting")

    def test_forged_mail_that_replies_to_nothing_is_no_answer(self):
        mail = MAIL.format(
            sender=self.manager.email,
            headers="",
            number=1,
            parent="<none>",
            text="White",
        )
        threads = self.model("mail.thread", self.employee)
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            threads.message_process(
                self.calculation._name, mail, thread_id=self.calculation.id
            )
        self.assertEqual(self.calculation.state, "waiting")

    def test_no_client_replies_for_another_from_a_deal_of_its_own(self):
        deal = self.deal(self.manager2)
        step = deal.message_post(
            body=self.step(self.lead).sudo().body,
            subtype_xmlid="crm_engineering_calc.mt_deal_step",
        )
        deal.message_post(
            body="White",
            message_type="email",
            parent_id=step.id,
            author_id=self.manager.partner_id.id,
        )
        self.reply(self.manager, step, "White")
        self.assertEqual(self.calculation.state, "waiting")
        self.assertEqual(self.said(), ["Which colour?"])

    def test_dialog_knows_who_answers_and_who_takes_the_question_back(self):
        for user, is_taken_back in ((self.engineer, True), (self.manager, False)):
            dialog = self.wizard(
                "engineering.calculation.answer",
                self.as_(user, self.calculation),
                answer="Nine",
            )
            self.assertEqual(dialog.is_taken_back, is_taken_back)

    def test_engineer_takes_the_question_back(self):
        self.answer(self.calculation, "He called me", user=self.engineer)
        self.assertEqual(self.calculation.state, "in_progress")
        self.assertFalse(self.asked(self.calculation))
        self.assertEqual(self.said()[-1], "The question is taken back: He called me")
        self.assertEqual(set(self.told(self.last())), {self.manager})

    def test_answer_of_the_dialog_is_said_once(self):
        self.answer(self.calculation, "White")
        self.assertAnswered("White")
        self.assertEqual(self.said(), ["Which colour?", "White"])
        self.assertEqual(self.told(self.last()), {self.engineer: "inbox"})
