"""Chats are of the deals that messengers gave them, whoever writes what."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestGatewayAttack(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gateway = cls.quiet["mail.gateway"].create(
            {
                "name": "Roofs",
                "token": "12:token",
                "gateway_type": "telegram",
                "webhook_key": "roofs",
                "webhook_secret": "secret",
                "engineering_direction_id": cls.direction.id,
            }
        )

    def chat(self, lead, member):
        chat = self.env["discuss.channel"].create(
            {
                "name": "Ivan",
                "channel_type": "gateway",
                "gateway_id": self.gateway.id,
                "gateway_channel_token": "7",
            }
        )
        chat._as_machine().write({"engineering_lead_id": lead.id})
        chat._add_members(users=member)
        return chat

    def test_deal_of_a_chat_is_written_by_nobody(self):
        mine, theirs = self.deal(self.manager2), self.deal(self.manager)
        channels = self.as_(self.manager2, self.env["discuss.channel"])
        group = {"name": "Own", "channel_type": "group"}
        own = channels.create(group)
        lead = self.as_(self.manager2, mine)
        for does in (
            lambda: own.write({"engineering_lead_id": theirs.id}),
            lambda: own.write({"engineering_lead_id": mine.id}),
            lambda: channels.create({**group, "engineering_lead_id": theirs.id}),
            lambda: lead.write({"engineering_channel_ids": [(4, own.id)]}),
            lambda: lead.write({"engineering_channel_ids": [(0, 0, group)]}),
            lambda: self.as_(self.manager2, self.chat(mine, self.manager2)).write(
                {"engineering_lead_id": theirs.id}
            ),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                does()
                self.env.flush_all()
        made = channels.with_context(default_engineering_lead_id=theirs.id)
        self.assertFalse(made.create(group).sudo().engineering_lead_id)

    def test_chat_is_opened_by_the_manager_of_its_deal(self):
        chat = self.chat(self.deal(self.manager), self.manager)
        lead = chat.engineering_lead_id
        for user in (
            self.manager2,
            self.engineer,
            self.leader,
            self.administrator,
            self.employee,
        ):
            with self.subTest(user=user.login):
                self.assertRefused(
                    (AccessError, UserError), "", self.as_(user, lead).action_open_chat
                )
                self.assertNotIn(user.partner_id, chat.channel_partner_ids)

    def test_messenger_is_not_played_by_a_colleague(self):
        chat = self.chat(self.deal(self.manager), self.manager)
        self.as_(self.manager, chat).with_context(
            no_gateway_notification=True
        ).message_post(
            body=self.gateway.name,
            message_type="comment",
            author_id=self.customer.id,
        )
        rows = self.env["engineering.incoming"].search(
            [("lead_id", "=", chat.engineering_lead_id.id)]
        )
        self.assertFalse(rows)
