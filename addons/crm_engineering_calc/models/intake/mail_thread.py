from odoo import api, models


class MailThread(models.AbstractModel):
    """The host's gateway asks the mailroom about mails that would become deals."""

    _inherit = "mail.thread"

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
