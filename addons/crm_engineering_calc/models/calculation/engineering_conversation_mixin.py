from odoo import api, models

from odoo.addons.mail.tools.discuss import Store

from ...domain.workflows import CalculationState
from ..common.reader_texts import to_html

COMMENT = "mail.mt_comment"
CONVERSATION = "crm_engineering_calc.mt_conversation"
CHANNEL = "engineering_conversation"
# What the host posts in the name of who is away, or has a form filled in.
WRITTEN_BY_NOBODY = ("auto_comment", "out_of_office")


class EngineeringConversationMixin(models.AbstractModel):
    """What manager and engineers say to each other, in the calculation's own feed.

    A message of the feed belongs to it, and so does a mail that replies to what the
    card has sent; log notes do not. It goes along through the revisions, is shown in
    the deal, and is for nobody who may not read the calculation.
    """

    _name = "engineering.conversation.mixin"
    _inherit = ["engineering.workflow.mixin", "mail.thread", "bus.listener.mixin"]
    _description = "Conversation of manager and engineers"

    def message_post(self, **kwargs):
        if not self._is_said(**kwargs):
            return super().message_post(**kwargs)
        card = self._get_newest()
        author = self.env["res.partner"].browse(
            card._message_compute_author(kwargs.get("author_id"))[0]
        )
        values = card._prepare_conversation_values(author, **kwargs)
        message = super(EngineeringConversationMixin, card).message_post(**values)
        card._bus_send(CHANNEL, {"id": card.id}, subchannel=CHANNEL)
        if not self.env.context.get("engineering_only_said"):
            card._after_said(message, self._get_speaker(author, **kwargs))
        return message

    def _message_compute_subject(self):
        """Name the deal in mails: a number alone tells nobody what they are about."""
        self.ensure_one()
        return f"{self.display_name}: {self.sudo().lead_id.name}"

    def _is_said(self, message_type="notification", parent_id=False, **kwargs):
        """Return whether a message to be posted belongs to the conversation."""
        if message_type in WRITTEN_BY_NOBODY:
            return False
        if message_type == "email":
            parent = self.env["mail.message"].sudo().browse(parent_id or ())
            is_note = parent.subtype_id == self.env.ref("mail.mt_note")
            return not (is_note and parent.message_type in ("comment", "email"))
        get_id = self.env["ir.model.data"]._xmlid_to_res_id
        subtype_id = kwargs.get("subtype_id")
        if xmlid := kwargs.get("subtype_xmlid"):
            subtype_id = get_id(xmlid)
        return subtype_id in (get_id(COMMENT), get_id(CONVERSATION))

    def _prepare_conversation_values(self, author, **kwargs):
        """Return the values of a message: for manager and engineers, and who is named.

        Whoever was asked once follows the card, and hears the rest if he chooses to.
        To be extended.
        """
        named = self.env["res.partner"].browse(kwargs.get("partner_ids") or ())
        people = self._get_manager() | self._get_addressees() | named.user_ids
        addressees = people.filtered(self._is_readable_by).partner_id - author
        kwargs.pop("subtype_id", None)
        return {
            **kwargs,
            "partner_ids": addressees.ids,
            "subtype_xmlid": CONVERSATION,
        }

    def _say(self, body, **values):
        """Post what the user has written into the conversation, in his name."""
        self.ensure_one()
        card = self.sudo().with_context(engineering_only_said=True)
        return card.message_post(
            body=to_html(self.env, body),
            author_id=self.env.user.partner_id.id,
            message_type="comment",
            subtype_xmlid=CONVERSATION,
            **values,
        )

    def _get_speaker(self, author, parent_id=False, **kwargs):
        """Return the colleague who has really said a message: nobody is it for others.

        Only the host's mail gateway posts in the name of who has written to it, and
        who replies knows a message that was sent to him.
        """
        users = author.user_ids.filtered(lambda user: user._is_internal())
        is_reply = self.env.user._is_superuser() and parent_id
        return (users if is_reply else users & self.env.user)[:1]

    def _after_said(self, message, speaker):
        """Let something follow of a message. To be extended.

        :param speaker: the colleague who has said it, nobody for others
        """

    # === WHO, AND WHERE ===

    def _is_readable_by(self, user):
        return (
            user.active
            and user._is_internal()
            and self._as_user(user).has_access("read")
        )

    def _as_user(self, user):
        """Return the card as a user has it, in whatever company others are."""
        return self.with_user(user).sudo(False).with_context(allowed_company_ids=None)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Tell nothing to who may not read the card, whatever he follows."""
        return [
            recipient
            for recipient in super()._notify_get_recipients(message, msg_vals, **kwargs)
            if recipient["uid"]
            and self._is_readable_by(self.env["res.users"].browse(recipient["uid"]))
        ]

    def _message_get_suggested_recipients(self, **kwargs):
        """Suggest nobody: the customer is no part of the conversation."""
        return []

    def _get_conversation_card(self):
        """Return where what is said about the card belongs."""
        return self

    def _get_newest(self):
        """Return the revision that the conversation goes on in, be it archived."""
        self.ensure_one()
        card = self.sudo().with_context(active_test=False)
        return card._get_revisions()[-1:].with_env(self.env) or self

    def _bring_conversation(self, revised):
        """Take the conversation of the revised calculation over."""
        messages = self.env["mail.message"].sudo()
        messages = messages.search(revised._get_conversation_domain())
        messages.write({"res_id": self.id})
        messages.attachment_ids.filtered(
            lambda file: (file.res_model, file.res_id) == (self._name, revised.id)
        ).write({"res_id": self.id})

    def _get_conversation_domain(self):
        return [
            ("model", "=", self._name),
            ("res_id", "=", self.id),
            ("subtype_id", "=", self.env.ref(CONVERSATION).id),
        ]

    # === SHOWN ===

    def _get_conversation_values(self, *, is_one=True):
        """Return what a deal shows of the conversation beside its messages.

        :param is_one: whether the deal has no other conversation of its direction
        """
        direction = self.direction_id.sudo().name
        return {
            "id": self.id,
            "name": self.display_name,
            "direction": direction if is_one else f"{direction}, {self._get_number()}",
            "question": self.state == CalculationState.WAITING and self.question,
        }

    @api.readonly
    def get_conversation(self, limit=30):
        """Return the newest messages of the conversation as the client stores them.

        :param limit: how many of them
        :return: `ids`, the oldest first, the `store_data` of their messages, and
            whether there are older ones: `has_older`
        :raises AccessError: the user may not read the calculation
        """
        self.ensure_one()
        self.check_access("read")
        messages = self.env["mail.message"].search(
            self._get_conversation_domain(), order="id desc", limit=limit + 1
        )
        shown = messages[:limit]
        return {
            "ids": shown.sorted("id").ids,
            "store_data": Store().add(shown).get_result(),
            "has_older": messages != shown,
        }
