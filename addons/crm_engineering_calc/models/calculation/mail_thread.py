from odoo import models


class MailThread(models.AbstractModel):
    """A mail that nobody has written, of who is away, answers nothing."""

    _inherit = "mail.thread"

    def _message_route_process(self, message, message_dict, routes):
        threads = self
        if message.get("Auto-Submitted", "no").strip().lower() != "no":
            threads = self.with_context(engineering_only_said=True)
        return super(MailThread, threads)._message_route_process(
            message, message_dict, routes
        )
