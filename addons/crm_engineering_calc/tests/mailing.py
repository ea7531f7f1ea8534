"""Mails as they come to the gateway: whole texts, with headers of all kinds."""

from email.message import EmailMessage
from email.utils import make_msgid

from odoo.tools import mute_logger

from .common import EngineeringCase

DOMAIN = "roofs.example.com"
TO_ROOFS = f"roofs@{DOMAIN}"


class IntakeCase(EngineeringCase):
    """A direction with an address, and mails to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.aliases = cls.quiet["mail.alias.domain"].create({"name": DOMAIN})
        cls.env.company.alias_domain_id = cls.aliases
        cls.sales_team.user_id = cls.sales_head
        cls.direction.write({"alias_name": "roofs", "sales_team_id": cls.sales_team.id})

    def letter(self, subject="New roof", text="Forty metres", headers=(), **values):
        """Return a mail of the customer to the direction."""
        mail = EmailMessage()
        mail.set_content(text)
        mail["From"] = values.get("sender", "Customer <customer@example.com>")
        mail["To"] = values.get("to", TO_ROOFS)
        mail["Subject"] = subject
        mail["Message-Id"] = values.get("message_id", make_msgid(domain="example.com"))
        for name, value in dict(headers).items():
            mail[name] = value
        return mail

    @mute_logger(
        "odoo.addons.mail.models.mail_thread", "odoo.addons.mail.models.mail_mail"
    )
    def receive(self, mail, model=None):
        """Return the deals that a mail has made."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        leads = self.env["crm.lead"].with_context(active_test=False)
        newest = leads.search([], order="id desc", limit=1).id or 0
        self.env["mail.thread"].with_context(lang="en_US").message_process(model, raw)
        return leads.search([("id", ">", newest)])

    def said(self, record):
        """Return the mails in a record's thread, the newest first."""
        messages = record.sudo().message_ids
        return messages.filtered(lambda message: message.message_type == "email")

    def acknowledgements(self, lead):
        messages = lead.sudo().message_ids
        return messages.filtered(lambda message: message.message_type == "auto_comment")
