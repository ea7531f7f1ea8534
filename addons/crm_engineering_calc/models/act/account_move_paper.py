from odoo import models
from odoo.tools import get_lang

from ..common.engineering_paper_mixin import as_file_name


class AccountMove(models.Model):
    """The host's paper of an invoice of a deal, as its customer knows it."""

    _name = "account.move"
    _inherit = ["engineering.paper.mail.mixin", "account.move"]

    def _is_of_deals(self):
        """Return whether the invoice bills orders that are made from calculations."""
        self.ensure_one()
        return bool(self.sudo().line_ids.sale_line_ids.order_id._of_engineering())

    def _get_customer_title(self):
        """Return kind and number of the invoice in the language of its customer."""
        code = get_lang(self.env, self.partner_id.lang).code
        invoice = self.with_context(lang=code)
        if invoice.state == "draft":
            return invoice._get_move_display_name()
        return f"{invoice.type_name} {invoice.name}"

    def _get_report_base_filename(self):
        if self._is_of_deals():
            return as_file_name(self._get_customer_title())
        return super()._get_report_base_filename()

    # === MAIL ===

    def _is_mailed_as_paper(self):
        return self._is_of_deals()

    def _get_page_title(self):
        if self.move_type == "out_invoice":
            return self.env._("View the invoice")
        return super()._get_page_title()

    def _get_mail_heading(self, subtitles):
        return [self._get_customer_title(), *subtitles[1:]]
