from odoo import models


class MailComposeMessage(models.TransientModel):
    """A proposal goes out by mail as it does by its button: through the same gate."""

    _inherit = "mail.compose.message"

    def _action_send_mail(self, auto_commit=False):
        for composer in self.filtered(lambda one: one.model == "sale.order"):
            composer._check_proposals_sendable()
        return super()._action_send_mail(auto_commit=auto_commit)

    def _check_proposals_sendable(self):
        """Refuse to mail a proposal that may not go out; a plain message may."""
        is_proposal = self.env.context.get("mark_so_as_sent") or (
            self.template_id.report_template_ids
        )
        if not is_proposal:
            return
        ids = self._evaluate_res_ids()
        if self.res_domain:
            ids = self.env[self.model].search(self._evaluate_res_domain()).ids
        orders = self.env[self.model].browse(ids)
        orders._get_to_check_before_sending()._check_sendable()
