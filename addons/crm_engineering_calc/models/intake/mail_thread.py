from odoo import api, models

from ...domain.incoming import guess_charset, is_known_charset
from ..common.engineering_plain_text_mixin import NUL


class MailThread(models.AbstractModel):
    """The host's gateway asks the mailroom about mails that would become deals."""

    _name = "mail.thread"
    _inherit = "mail.thread"

    def _message_parse_extract_payload(self, message, *args, **kwargs):
        # The host gives a mail up that has a text in a charset that it does not know.
        for part in message.walk():
            if part.get_content_maintype() == "text":
                self._declare_charset(part)
        return super()._message_parse_extract_payload(message, *args, **kwargs)

    @api.model
    def _declare_charset(self, part):
        """Let a text of a mail say in which charset it is, where it does not."""
        told = part.get_content_charset()
        if is_known_charset(told):
            return
        text = part.get_payload(decode=True) or b""
        if told or not text.isascii():
            part.set_param("charset", guess_charset(text))

    @api.model
    def message_parse(self, message, save_original=False):
        """Return what a mail says, without the sign that the database can't keep."""
        parsed = super().message_parse(message, save_original=save_original)
        parsed["attachments"] = [
            file._replace(fname=_keep(file.fname)) for file in parsed["attachments"]
        ]
        return {name: _keep(value) for name, value in parsed.items()}

    @api.model
    def message_route(self, message, message_dict, *args, **kwargs):
        """Return where a mail goes: to a paper of ours, rather than to a new deal.

        :raises ValueError: it has no address of the company
        """
        mailroom = self.env["engineering.mailroom"]
        parent_id = message_dict.get("parent_id")
        if not parent_id and (routes := mailroom._rescue(message, message_dict)):
            return routes
        routes = super().message_route(message, message_dict, *args, **kwargs)
        parent = self.env["mail.message"].sudo().browse(parent_id)
        return mailroom._sort(message, message_dict, parent, routes)

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        # The list is the mail's own: nobody else can put a deal into it.
        taken = []
        threads = self.with_context(
            engineering_taken=taken,
            engineering_content_language=str(message.get("Content-Language") or ""),
        )
        result = super(MailThread, threads)._message_route_process(
            message, message_dict, routes
        )
        for deal in taken:
            deal._acknowledge()
        return result


def _keep(value):
    """Return a text as it can be kept, and anything else as it is."""
    return value.replace(NUL, "") if isinstance(value, str) else value
