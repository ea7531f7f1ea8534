from odoo import models
from odoo.tools import get_lang

from ..common.engineering_paper_mixin import as_file_name

OF_HOST = "account.report_invoice_document"
FORM = "crm_engineering_calc.report_invoice_for_payment_document"
MAIL = "crm_engineering_calc.mail_template_invoice"


class AccountMove(models.Model):
    """The invoice of a deal on paper, as its customer knows it.

    The host prints it, so that whatever prints, sends or downloads an invoice gives the
    customer this paper. Where a country has a form of its own, that is printed; credit
    notes and invoices of nothing calculated are the host's as they were.
    """

    _name = "account.move"
    _inherit = [
        "engineering.paper.mail.mixin",
        "account.move",
        "engineering.paper.table.mixin",
    ]

    # === FORM ===

    def _get_name_invoice_report(self):
        form = super()._get_name_invoice_report()
        is_ours = self.move_type == "out_invoice" and self._is_of_deals()
        return self._get_paper_form() if form == OF_HOST and is_ours else form

    def _get_paper_form(self):
        """Return the template of our form of the invoice. To be extended."""
        self.ensure_one()
        return FORM

    def _has_own_form(self):
        """Return whether the host prints the invoice in our form."""
        self.ensure_one()
        return self._get_name_invoice_report() == self._get_paper_form()

    def _filter_papers(self):
        papers = super()._filter_papers()
        return papers.filtered(lambda move: move._has_own_form())

    def _is_of_deals(self):
        """Return whether the invoice bills orders that are made from calculations."""
        self.ensure_one()
        return bool(self.sudo().line_ids.sale_line_ids.order_id._of_engineering())

    # === NAME ===

    def _is_numbered(self):
        """Return whether the invoice has its number: a draft has none yet."""
        return bool(self.name) and self.name != "/" and self.state != "draft"

    def _get_paper_title(self):
        paper = self._as_paper()
        env = paper.env
        if not paper._is_numbered():
            return env._("Invoice, draft")
        if env.context.get("proforma_invoice"):
            return env._("Pro-forma invoice %(number)s", number=paper.name)
        if paper.state == "cancel":
            return env._("Invoice %(number)s, cancelled", number=paper.name)
        return env._("Invoice %(number)s", number=paper.name)

    def _get_customer_title(self):
        """Return kind and number of the invoice in the language of its customer."""
        if self._has_own_form():
            return self._get_paper_title()
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

    def _get_mail_template(self):
        template = super()._get_mail_template()
        if not self or self != self._filter_papers():
            return template
        names = {move._get_paper_mail() for move in self}
        name = names.pop() if len(names) == 1 else MAIL
        return self.env.ref(name, raise_if_not_found=False) or template

    def _get_paper_mail(self):
        """Return the template that mails our form. To be extended."""
        self.ensure_one()
        return MAIL

    def _get_payment_purpose(self):
        """Return what the customer's payment says it is for. To be extended."""
        self.ensure_one()
        return self.payment_reference or self.name

    def _is_mailed_as_paper(self):
        return self._is_of_deals()

    def _get_page_title(self):
        if self.move_type == "out_invoice":
            return self.env._("View the invoice")
        return super()._get_page_title()

    def _get_mail_heading(self, subtitles):
        return [self._get_customer_title(), *subtitles[1:]]
