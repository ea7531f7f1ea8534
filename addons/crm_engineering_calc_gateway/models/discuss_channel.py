from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools.translate import LazyTranslate

from odoo.addons.crm_engineering_calc.models.common.concurrency import serialize
from odoo.addons.crm_engineering_calc.models.common.field_groups import SALES
from odoo.addons.crm_engineering_calc.models.common.said_text import get_said_text

_lt = LazyTranslate(__name__)
MOST_NAME = 60


class DiscussChannel(models.Model):
    """A chat with a customer is of a deal: the open one, or one that it makes.

    Messengers have no user who may make deals: it is done as superuser, by the robot.
    """

    _name = "discuss.channel"
    _inherit = ["discuss.channel", "engineering.own.fields.mixin"]

    engineering_lead_id = fields.Many2one(
        "crm.lead",
        "Deal",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=SALES,
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_lead_id"}

    def message_post(self, *, message_type="notification", **kwargs):
        message = super().message_post(message_type=message_type, **kwargs)
        direction = self.gateway_id.sudo().engineering_direction_id
        if direction and message_type == "comment":
            channel = self.with_user(SUPERUSER_ID)
            if self._is_of_messenger():
                channel._take_message(message.sudo())
            else:
                channel._take_answer(message.sudo(), self.env.user)
        return message

    def _is_of_messenger(self):
        """Return whether it is the messenger that writes, and not a colleague."""
        is_webhook = self.env.user == self.gateway_id.sudo().webhook_user_id
        return is_webhook and self.env.context.get("no_gateway_notification")

    # === MESSAGE ===

    def _take_message(self, message):
        """Let what a customer writes join the open deal of the chat, or make one."""
        serialize(self)
        lead = self.engineering_lead_id
        if not lead._is_going_on():
            lead = self._make_deal(message)
        text = get_said_text(message)
        lead._notify_deal(
            _lt("%(who)s writes in %(messenger)s: %(text)s", **self._name_it(text)),
            inbox=True,
        )
        self._keep_files(message, lead)
        self._let_in(lead._get_engineering_manager())
        self.env["engineering.incoming"]._add(
            lead,
            self._get_medium(),
            sender=self.name,
            subject=lead.name,
            text=text,
            res_model=self._name,
            res_id=self.id,
        )

    def _take_answer(self, message, user):
        """Let the deal know what a colleague answers."""
        if lead := self.engineering_lead_id:
            text = get_said_text(message)
            lead._notify_deal(
                _lt("Answered in %(messenger)s: %(text)s", **self._name_it(text)),
                author=user.partner_id,
            )
            self._keep_files(message, lead)
            lead._be_answered(user)

    def _name_it(self, text):
        return {"who": self.name, "messenger": self.gateway_id.name, "text": text}

    def _get_medium(self):
        """Return the name of the channel that the messenger is in statistics."""
        kinds = dict(
            self.gateway_id._fields["gateway_type"]._description_selection(
                self.with_context(lang="en_US").env
            )
        )
        return kinds.get(self.gateway_id.gateway_type, self.gateway_id.name)

    # === DEAL ===

    def _make_deal(self, message):
        deals = self.env["crm.lead"].with_company(self.gateway_id.company_id)
        # Whose deal it is, the sales team decides: nobody has made it.
        deals = deals.with_context(default_user_id=False, mail_create_nosubscribe=True)
        lead = deals.create(self._prepare_deal_values(message))
        self._as_machine().write({"engineering_lead_id": lead.id})
        lead._assign_userless_lead_in_team(self.env._("message in a messenger"))
        lead._offer_joining()
        return lead

    def _prepare_deal_values(self, message):
        """Return what a deal takes over of the first message. To be extended."""
        direction = self.gateway_id.engineering_direction_id
        lang = self.gateway_id.company_id.partner_id.lang
        name = direction.with_context(lang=lang or self.env.lang).name
        mediums = self.env["utm.medium"]
        company = self.gateway_id.company_id
        values = {
            "name": f"{name}: {self.name}"[:MOST_NAME],
            "type": "opportunity",
            "engineering_direction_id": direction.id,
            "description": message.body or Markup(),
            "medium_id": mediums._fetch_or_create_utm_medium(self._get_medium()).id,
            "company_id": company.id,
            **direction._prepare_intake_values(),
        }
        customer = self._get_customer(message)
        if customer and customer.company_id <= company:
            return {**values, "partner_id": customer.id}
        return {**values, "contact_name": self.name}

    def _get_customer(self, message):
        """Return the contact who writes, if the messenger knows one."""
        members = self.channel_member_ids.partner_id | message.author_id
        return members.filtered("partner_share")[:1]

    def _keep_files(self, message, lead):
        """Give the deal files of its own: not all who see it are in the chat."""
        for file in message.attachment_ids:
            file.copy({"res_model": lead._name, "res_id": lead.id})

    # === CHAT ===

    def _get_chat_action(self):
        """Return the action that opens the chat in Discuss."""
        return {
            "type": "ir.actions.client",
            "tag": "mail.action_discuss",
            # The button's own `active_id` would be looked for among chats.
            "context": {"active_id": f"discuss.channel_{self.id}"},
        }

    def _let_in(self, manager):
        """Let the manager of the deal read and answer in the chat."""
        if manager and manager.partner_id not in self.channel_member_ids.partner_id:
            self._add_members(users=manager)
