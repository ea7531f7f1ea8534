from odoo import models
from odoo.tools.mail import parse_contact_from_email

from ..common.said_text import get_said_text

MEDIUM_OF_MAIL = "email"
MEDIUM_OF_PAGE = "website"


class EngineeringIncomingMixin(models.AbstractModel):
    """A record in whose thread customers write: a deal, or a paper of one."""

    _name = "engineering.incoming.mixin"
    _description = "Thread in which customers write"

    def _get_incoming_deal(self):
        """Return the deal that the thread is of, if it is ours. To be extended."""
        raise NotImplementedError

    def _follow_customers(self, message):
        """Keep what customers write in the feed of the deal, and what is answered."""
        comment = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        is_said = message.subtype_id.id == comment
        if self.env.context.get("engineering_only_said"):
            return
        for record in self.sudo() if is_said or self._is_made_by_mail() else ():
            if lead := record._get_incoming_deal():
                record._follow_incoming(lead, message.sudo())

    def _is_made_by_mail(self):
        """Return whether the mail that is being read has made the deal."""
        return self in self.env.context.get("engineering_taken", ())

    def _follow_incoming(self, lead, message):
        """Keep a message of a customer, or the answer to him.

        A mail is of who has written it; another message is of the user, whatever author
        a client names.
        """
        if message.message_type == "email":
            speakers = message.author_id.user_ids
        elif message.message_type == "comment" and not self.env.user._is_superuser():
            speakers = self.env.user
        else:
            return
        is_colleague = any(user._is_internal() for user in speakers)
        if self._is_made_by_mail() or not is_colleague:
            self._add_incoming(lead, message)
        elif self._reaches_customer(message):
            lead._be_answered(speakers[:1])

    def _add_incoming(self, lead, message):
        is_mail = message.message_type == "email"
        self.env["engineering.incoming"]._add(
            lead,
            MEDIUM_OF_MAIL if is_mail else MEDIUM_OF_PAGE,
            sender=message.author_id.name or _get_name(message.email_from),
            subject=message.subject or self.display_name,
            text=get_said_text(message),
            res_model=self._name,
            res_id=self.id,
        )

    def _reaches_customer(self, message):
        """Return whether anybody outside the company is told of a message."""
        readers = message.partner_ids | self.message_partner_ids
        is_told = any(partner.partner_share for partner in readers - message.author_id)
        return is_told or bool(message.outgoing_email_to)


def _get_name(sender):
    """Return the name of who has sent a mail; without one, the address."""
    return next(filter(None, parse_contact_from_email(sender or "")), "")
