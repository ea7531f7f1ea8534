from odoo import models
from odoo.tools import get_lang

from ..common.engineering_paper_mixin import as_file_name


class AccountMove(models.Model):
    """The host's paper of an invoice of a deal: a file that the customer knows."""

    _name = "account.move"
    _inherit = "account.move"

    def _is_of_deals(self):
        """Return whether the invoice bills orders that are made from calculations."""
        self.ensure_one()
        return bool(self.sudo().line_ids.sale_line_ids.order_id._of_engineering())

    def _get_report_base_filename(self):
        if not self._is_of_deals():
            return super()._get_report_base_filename()
        code = get_lang(self.env, self.partner_id.lang).code
        invoice = self.with_context(lang=code)
        if invoice.state == "draft":
            return as_file_name(invoice._get_move_display_name())
        return as_file_name(f"{invoice.type_name} {invoice.name}")
