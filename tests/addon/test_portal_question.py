"""What the customer asks lands in the deal, waits on a list, and is answered."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc.tests.portal import EngineeringPortalCase

MAIL = """From: {sender}
To: catchall@example.com
Subject: Re: Proposal
Message-Id: <{number}@example.com>
In-Reply-To: {parent}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="part"

--part
Content-Type: text/html; charset=utf-8

<div>{text}</div><blockquote type="cite">our offer of last week</blockquote>
--part
Content-Type: application/xml; name="plan.xml"
Content-Disposition: attachment; filename="plan.xml"

<Order><Line>1</Line></Order>
--part--
"""


@tagged("standard", "post_install", "-at_install")
class TestPortalQuestion(EngineeringPortalCase):
    def setUp(self):
        super().setUp()
        self.order = self.offered([(self.survey, 1, 100.0)])
        self.lead = self.order.opportunity_id
        self.token = self.order.access_token
        self.log_in()

    def write(self, body="How long?", token=None, order=None, **values):
        """Write on the page of an order; return what is answered."""
        order = order or self.order
        return self.make_jsonrpc_request(
            "/mail/message/post",
            {
                "thread_model": order._name,
                "thread_id": order.id,
                "post_data": {
                    "body": body,
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                    **values,
                },
                **({"token": token} if token else {}),
            },
        )

    def answer(self, body="Two weeks", **values):
        return self.as_(self.manager, self.order).message_post(
            body=body,
            message_type="comment",
            **{"subtype_xmlid": "mail.mt_comment", **values},
        )

    def assertWaits(self, question="How long?"):
        self.env.invalidate_all()
        self.assertEqual(self.order.sudo().engineering_question, question)
        self.assertEqual(self.asked(self.order), self.manager)

    def assertWaitsNoMore(self):
        self.env.invalidate_all()
        self.assertFalse(self.order.sudo().engineering_question)
        self.assertFalse(self.asked(self.order))

    def test_question_by_token_lands_in_the_deal(self):
        self.write(token=self.token)
        self.assertWaits()
        told = " ".join(self.feed(self.lead))
        self.assertIn("Question about", told)
        self.assertIn("How long?", told)

    def test_question_can_be_read_where_the_public_user_is_of_another_company(self):
        company = self.env["res.company"].create({"name": "Website"})
        self.env.ref("base.public_user").sudo().write(
            {"company_ids": [Command.set(company.ids)], "company_id": company.id}
        )
        self.write(token=self.token)
        self.env.invalidate_all()
        asked = self.as_(self.manager, self.order).activity_ids
        self.assertTrue(asked.create_uid.name)

    def test_question_by_login_and_a_second_one(self):
        self.log_in(self.buyer)
        self.assertIn(f'data-token="{self.token}"', self.text(self.order))
        self.write(token=self.token)
        self.write("And how much?", token=self.token)
        self.assertWaits("How long?\nAnd how much?")
        self.assertIn(self.customer, self.order.message_partner_ids)

    def test_others_ask_nothing(self):
        other = self.offered([(self.survey, 1, 1.0)])
        for user, token in (
            (None, None),
            (None, "wrong"),
            (None, other.access_token),
            (self.stranger, None),
        ):
            with self.subTest(user=user and user.login, token=token):
                self.log_in(user)
                with self.assertRaisesRegex(JsonRpcException, "NotFound"):
                    self.write(token=token)
                self.assertWaitsNoMore()

    def test_answer_ends_the_wait_and_is_on_the_page(self):
        self.write(token=self.token)
        self.answer("<p>A note</p>", subtype_xmlid="mail.mt_note")
        self.assertWaits()
        self.answer()
        self.assertWaitsNoMore()
        self.assertIn("Two weeks", " ".join(self.feed(self.lead)))
        fetched = self.make_jsonrpc_request(
            "/mail/chatter_fetch",
            {
                "thread_model": "sale.order",
                "thread_id": self.order.id,
                "token": self.token,
            },
        )
        bodies = [one["body"] for one in fetched["data"]["mail.message"]]
        self.assertIn("Two weeks", str(bodies))
        self.assertNotIn("A note", str(bodies))

    def test_reply_by_mail_is_a_question_and_an_answer(self):
        robot = self.order.with_user(self.env.ref("base.user_root"))
        mail = {"message_type": "email", "subtype_xmlid": "mail.mt_comment"}
        robot.message_post(body="How long?", author_id=self.customer.id, **mail)
        self.assertWaits()
        author = self.manager.partner_id
        robot.message_post(body="Two weeks", author_id=author.id, **mail)
        self.assertWaitsNoMore()

    # === BY MAIL ===

    def mailed(self):
        """Return the message by which the manager sends the proposal."""
        context = self.order.action_quotation_send()["context"]
        composer = self.order.env["mail.compose.message"].with_context(**context)
        composer.create({}).action_send_mail()
        messages = self.order.sudo().message_ids
        return messages.filtered(
            lambda message: self.customer in message.notified_partner_ids
        )[:1]

    def reply(self, parent, text, sender=None):
        """Let the gateway take a reply to a mail, which quotes it."""
        mail = MAIL.format(
            sender=sender or self.customer.email,
            parent=parent.message_id,
            number=len(self.order.sudo().message_ids),
            text=text,
        )
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].sudo().message_process(None, mail)

    def test_reply_to_the_mail_of_the_proposal_lands_in_the_deal(self):
        self.reply(self.mailed(), "How long?")
        self.assertWaits("How long?")
        told = self.feed(self.lead)[-1]
        self.assertIn("How long?", told)
        self.assertNotIn("our offer of last week", told)
        last = self.order.sudo().message_ids[0]
        self.assertEqual(last.author_id, self.customer)
        self.assertEqual(last.attachment_ids.mapped("name"), ["plan.xml"])
        self.assertEqual(self.order.state, "sent")
        self.assertEqual(len(self.order.order_line), 1)

    def test_reply_from_another_address_is_a_question_too(self):
        self.reply(self.mailed(), "How long?", "Ivan <ivan@home.example>")
        self.assertWaits("How long?")
        self.assertIn("How long?", self.feed(self.lead)[-1])

    def test_reply_of_the_manager_by_mail_is_the_answer(self):
        parent = self.mailed()
        self.reply(parent, "How long?")
        self.reply(self.order.sudo().message_ids[0], "A week", self.manager.email)
        self.assertWaitsNoMore()
        self.assertIn("A week", self.feed(self.lead)[-1])

    def test_automatic_reply_asks_nothing(self):
        parent = self.mailed()
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].sudo().message_process(
                None,
                "From: customer@example.com\nTo: catchall@example.com\n"
                "Subject: Out of office\nAuto-Submitted: auto-replied\n"
                "Message-Id: <away@example.com>\n"
                f"In-Reply-To: {parent.message_id}\n"
                "Content-Type: text/plain\n\nI am away\n",
            )
        self.assertIn("I am away", self.feed(self.order)[-1])
        self.assertWaitsNoMore()

    def test_customer_answers_not_for_the_company(self):
        self.write(token=self.token)
        author = self.manager.partner_id
        self.assertRefused(
            AccessError,
            "",
            self.as_(self.buyer, self.order).message_post,
            body="Sure",
            author_id=author.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertWaits()

    def test_signature_and_refusal_are_no_questions(self):
        self.assertIn("force_refresh", self.accept(self.order, self.token))
        self.assertWaitsNoMore()
        self.order = self.offered([(self.survey, 1, 100.0)])
        self.write(token=self.order.access_token)
        self.assertWaits()
        self.post(
            self.order, "decline", self.order.access_token, decline_message="Too dear"
        )
        self.assertWaitsNoMore()

    def test_deal_given_up_asks_nobody_and_is_asked_nothing(self):
        self.write(token=self.token)
        self.lead.action_set_lost()
        self.env.invalidate_all()
        self.assertFalse(self.asked(self.order))
        self.assertIn("Please write to", self.text(self.order, self.token))
        with self.assertRaisesRegex(JsonRpcException, "UserError"):
            self.write("Hello?", token=self.token)
        self.lead.action_unarchive()
        self.assertWaits()

    def test_question_goes_along_to_another_manager(self):
        self.write(token=self.token)
        self.lead.user_id = self.manager2
        self.env.invalidate_all()
        self.assertEqual(self.asked(self.order), self.manager2)

    def test_strip_tells_who_is_waited_for(self):
        self.write(token=self.token)
        self.env.invalidate_all()
        self.assertIn("answer the customer", str(self.lead.engineering_summary))

    def test_order_of_the_host_asks_nobody(self):
        order = self.quiet["sale.order"].create(
            {"partner_id": self.customer.id, "user_id": self.manager.id}
        )
        self.write(token=order._portal_ensure_token(), order=order)
        self.assertFalse(order.activity_ids)
