"""What a customer writes in a messenger is a deal at once, or joins his open one."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

SECRET = "secret-of-the-webhook"


@tagged("standard", "post_install", "-at_install")
class TestGateway(EngineeringCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.direction.sales_team_id = cls.sales_team
        cls.sales_team.user_id = cls.manager
        cls.gateway_user = cls.env.ref("mail_gateway.gateway_user")
        (cls.manager | cls.manager2).sudo().group_ids += cls.gateway_user
        cls.gateway = cls.quiet["mail.gateway"].create(
            {
                "name": "Roofs in Telegram",
                "token": "12:token",
                "gateway_type": "telegram",
                "webhook_key": "roofs",
                "webhook_secret": SECRET,
                "integrated_webhook_state": "integrated",
                "engineering_direction_id": cls.direction.id,
            }
        )
        cls.number = 0

    def write_as(self, text, chat=7, secret=SECRET, name="Ivan"):
        """Let a messenger bring what somebody has written, as Telegram does."""
        TestGateway.number += 1
        message = {
            "message_id": self.number,
            "date": 1763640000,
            "chat": {"id": chat, "type": "private", "first_name": name},
            "from": {"id": chat, "is_bot": False, "first_name": name},
            "text": text,
        }
        self.env.flush_all()
        answer = self.url_open(
            "/gateway/telegram/roofs/update",
            data=json.dumps({"update_id": self.number, "message": message}),
            headers={
                "Content-Type": "application/json",
                "X-Telegram-Bot-Api-Secret-Token": secret,
            },
        )
        self.assertEqual(answer.status_code, 200)
        self.env.invalidate_all()
        return self.deals()

    @mute_logger("odoo.addons.mail_gateway_telegram.models.mail_gateway_telegram")
    def answer_as(self, user, text):
        """Let a colleague answer in Discuss; there is no messenger to bring it on."""
        self.authenticate(user.login, user.login)
        self.make_jsonrpc_request(
            "/mail/message/post",
            {
                "thread_model": "discuss.channel",
                "thread_id": self.channel().id,
                "post_data": {
                    "body": text,
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                },
            },
        )
        self.env.invalidate_all()

    def deals(self):
        return self.env["crm.lead"].search(
            [("engineering_direction_id", "=", self.direction.id)], order="id desc"
        )

    def rows(self, lead):
        return self.env["engineering.incoming"].search([("lead_id", "=", lead.id)])

    def channel(self):
        return self.env["discuss.channel"].search(
            [("gateway_id", "=", self.gateway.id)]
        )

    def test_first_message_makes_a_deal(self):
        before = self.deals()
        lead = self.write_as("Forty metres of roof") - before
        self.assertEqual(len(lead), 1)
        self.assertIn("Forty metres of roof", lead.description)
        self.assertEqual(
            (lead.contact_name, lead.medium_id.name, lead.team_id, lead.user_id),
            ("Ivan", "Telegram", self.sales_team, self.manager),
        )
        row = self.rows(lead)
        self.assertEqual(
            (row.text, row.sender, row.medium_id.name),
            ("Forty metres of roof", "Ivan", "Telegram"),
        )
        self.assertIn(self.manager.partner_id, self.channel().channel_partner_ids)

    def test_later_messages_join_the_deal_while_it_goes_on(self):
        lead = self.write_as("Forty metres")[:1]
        self.assertEqual(self.write_as("And a gutter")[:1], lead)
        self.assertEqual(
            self.rows(lead).mapped("text"), ["And a gutter", "Forty metres"]
        )
        lead.action_set_lost()
        other = self.write_as("A year later")[:1]
        self.assertNotEqual(other, lead)
        self.assertEqual(self.channel().engineering_lead_id, other)

    def test_other_chat_is_another_deal(self):
        lead = self.write_as("Forty metres")[:1]
        self.assertNotEqual(self.write_as("Mine", chat=8, name="Olga")[:1], lead)

    def test_contact_that_the_messenger_knows_is_the_customer(self):
        self.quiet["res.partner.gateway.channel"].create(
            {
                "name": "Telegram",
                "partner_id": self.customer.id,
                "gateway_id": self.gateway.id,
                "gateway_token": "7",
            }
        )
        self.assertEqual(self.write_as("Forty metres")[:1].partner_id, self.customer)

    def test_answer_in_the_chat_is_the_answer(self):
        lead = self.write_as("Forty metres")[:1]
        self.assertTrue(lead.engineering_unanswered_since)
        self.answer_as(self.manager, "On Tuesday")
        self.assertEqual(self.rows(lead).answered_id, self.manager)
        self.assertFalse(lead.engineering_unanswered_since)
        self.assertIn("On Tuesday", lead.message_ids[0].body)

    def test_nobody_without_the_secret_makes_a_deal(self):
        before = self.deals()
        self.assertEqual(self.write_as("Forty metres", secret="guessed"), before)

    def test_gateway_without_a_direction_makes_no_deals(self):
        self.gateway.engineering_direction_id = False
        before = self.deals()
        self.assertEqual(self.write_as("Forty metres"), before)

    def test_direction_of_another_company_is_refused(self):
        company = self.quiet["res.company"].create({"name": "Other"})
        direction = self.quiet["engineering.direction"].create(
            {"name": "Foreign", "code": "F", "company_id": company.id}
        )
        with self.assertRaises(UserError):
            self.gateway.engineering_direction_id = direction

    def test_chat_is_opened_by_who_manages_the_deal(self):
        lead = self.write_as("Forty metres")[:1]
        action = self.as_(self.manager, lead).action_open_chat()
        self.assertEqual(
            action["context"]["active_id"], f"discuss.channel_{self.channel().id}"
        )
        with self.assertRaises(AccessError):
            self.as_(self.manager2, lead).action_open_chat()
        opened = self.as_(self.manager, self.rows(lead)).action_open()
        self.assertEqual(opened["tag"], "mail.action_discuss")

    def test_new_manager_is_let_into_the_chat_by_its_button(self):
        lead = self.write_as("Forty metres")[:1]
        lead.user_id = self.manager2
        form = Form(self.as_(self.manager2, lead))
        self.assertTrue(form.engineering_has_chat)
        form.record.action_open_chat()
        self.assertIn(self.manager2.partner_id, self.channel().channel_partner_ids)

    def test_chat_is_not_opened_without_the_role_of_gateways(self):
        lead = self.write_as("Forty metres")[:1]
        self.manager.sudo().group_ids -= self.gateway_user
        with self.assertRaisesRegex(UserError, "you need the role"):
            self.as_(self.manager, lead).action_open_chat()

    def test_manager_reads_the_chat_and_not_the_secrets_of_its_gateway(self):
        lead = self.write_as("Forty metres")[:1]
        self.authenticate(self.manager.login, self.manager.login)
        told = self.make_jsonrpc_request(
            "/mail/data",
            {"fetch_params": [["discuss.channel", self.channel().ids]]},
        )
        [channel] = [
            one
            for one in told["discuss.channel"]
            if one["id"] == lead.engineering_channel_ids.id and "gateway" in one
        ]
        self.assertEqual(channel["gateway"]["name"], self.gateway.name)
        self.assertNotIn(SECRET, json.dumps(told))
        with self.assertRaises(AccessError):
            self.as_(self.manager, self.gateway).read(["token"])

    def test_deal_is_named_in_the_language_of_the_company(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.direction.with_context(lang="ru_RU").name = "Кровля"
        self.gateway.company_id.partner_id.lang = "ru_RU"
        self.assertEqual(self.write_as("Forty metres")[:1].name, "Кровля: Ivan")

    def test_merged_deals_have_the_chats_of_both(self):
        lead = self.write_as("Forty metres")[:1]
        other = self.write_as("Mine", chat=8, name="Olga")[:1]
        merged = (lead | other).merge_opportunity()
        self.assertEqual(len(merged.engineering_channel_ids), 2)
