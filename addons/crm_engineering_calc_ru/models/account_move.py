from odoo import models

from .res_partner_bank import PAYMENT_CODE

MAIL = "crm_engineering_calc_ru.mail_template_invoice"
FORM = "crm_engineering_calc_ru.report_invoice_for_payment_document"
OF_HOST = "account.account_invoices"
OWN = "crm_engineering_calc_ru.invoice_for_payment_report"


class AccountMove(models.Model):
    """The invoice for payment (счёт на оплату) as Russia has it.

    A Russian company's customer who reads Russian gets it; others get the form that
    invoices of deals have anywhere, in their language.
    """

    _inherit = "account.move"

    # === FORM ===

    def _get_paper_form(self):
        return FORM if self._is_russian_paper() else super()._get_paper_form()

    def _is_invoice_for_payment(self):
        """Return whether the host prints the invoice in the Russian form."""
        self.ensure_one()
        return self._get_name_invoice_report() == FORM

    def _get_available_action_reports(self, is_invoice_report=True):
        """Offer one of the two reports that print the Russian form: by its own name."""
        reports = super()._get_available_action_reports(is_invoice_report)
        if self and all(move._is_invoice_for_payment() for move in self):
            own = self.env.ref(OWN, raise_if_not_found=False)
            if own and own in reports:
                return reports - self.env.ref(OF_HOST)
        return reports

    # === MAIL ===

    def _get_paper_mail(self):
        is_ours = self._is_invoice_for_payment()
        return MAIL if is_ours else super()._get_paper_mail()

    # === PAPER ===

    def _get_paper_title(self):
        if not self._is_russian_paper():
            return super()._get_paper_title()
        date = self._get_paper_date(self.invoice_date or self.date)
        number = f"№ {self.name}" if self._is_numbered() else "(черновик)"
        title = f"Счёт на оплату {number} от {date}"
        return f"{title} (аннулирован)" if self.state == "cancel" else title

    def _get_paper_grounds(self):
        grounds = super()._get_paper_grounds()
        if not self._is_russian_paper() or not self.invoice_date_due:
            return grounds
        until = self._get_paper_date(self.invoice_date_due)
        return grounds + self._prepare_paper_facts([("due", "Оплатить до", until)])

    def _get_paper_signatures(self):
        """Return who is to be paid, then who pays; the payer signs nothing."""
        company, customer = super()._get_paper_signatures()
        if not self._is_russian_paper():
            return [company, customer]
        company["party"] = "Поставщик (исполнитель)"
        customer["party"] = "Покупатель (заказчик)"
        return [company, customer]

    def _get_paper_total_rows(self):
        *rows, total = super()._get_paper_total_rows()
        return [*rows, {**total, "label": "Всего к оплате"}]

    # === PAYMENT CODE ===

    def _get_payment_purpose(self):
        if not self._is_russian_paper():
            return super()._get_payment_purpose()
        date = self.invoice_date or self.date
        what = f"Оплата по счёту № {self.name} от {date:%d.%m.%Y}"
        if self.currency_id.compare_amounts(self.amount_residual, self.amount_total):
            return what
        return f"{what}, {self._get_paper_tax_text()}"

    def _get_payment_code(self):
        """Return the code that banks read, as an image for pages, or nothing."""
        if not self._awaits_payment():
            return None
        return self._get_paper_account().build_qr_code_base64(
            self.amount_residual,
            self._get_payment_purpose(),
            "",
            self.currency_id,
            self.partner_id,
            PAYMENT_CODE,
        )
