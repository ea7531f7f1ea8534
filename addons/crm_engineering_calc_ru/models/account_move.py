from odoo import models

from odoo.addons.crm_engineering_calc.models.common.format_number import format_number

from .res_partner_bank import PAYMENT_CODE

MAIL = "crm_engineering_calc_ru.mail_template_invoice"
FORM = "crm_engineering_calc_ru.report_invoice_for_payment_document"


class AccountMove(models.Model):
    """The invoice for payment (счёт на оплату), a form of the host's invoice."""

    _name = "account.move"
    _inherit = ["account.move", "engineering.paper.mixin"]

    def _get_name_invoice_report(self):
        if self._is_invoice_for_payment():
            return FORM
        return super()._get_name_invoice_report()

    def _is_invoice_for_payment(self):
        """Return whether the host prints the invoice in the Russian form.

        So it does with invoices of deals; others have it where somebody asks for it.
        """
        self.ensure_one()
        return (
            self.move_type == "out_invoice"
            and self._is_of_deals()
            and self._is_russian_paper()
        )

    # === MAIL ===

    def _get_mail_template(self):
        template = super()._get_mail_template()
        if not self or not all(move._is_invoice_for_payment() for move in self):
            return template
        return self.env.ref(MAIL, raise_if_not_found=False) or template

    def _get_customer_title(self):
        if self._is_invoice_for_payment():
            return self._get_paper_title()
        return super()._get_customer_title()

    # === PAPER ===

    def _filter_papers(self):
        papers = super()._filter_papers()
        return papers.filtered(lambda move: move._is_invoice_for_payment())

    def _get_paper_title(self):
        date = self._get_paper_date(self.invoice_date or self.date)
        number = f"№ {self.name}" if self._is_numbered() else "(черновик)"
        return f"Счёт на оплату {number} от {date}"

    def _is_numbered(self):
        """Return whether the invoice has its number: a draft has none yet."""
        return bool(self.name) and self.name != "/"

    def _get_paper_grounds(self):
        orders = self.sudo().line_ids.sale_line_ids.order_id
        contracts = map(self._get_paper_contract, orders.agreement_id)
        grounds = (
            ("contract", "Договор", ", ".join(contracts)),
            ("order", "Заказ", ", ".join(orders.mapped("name"))),
        )
        return super()._get_paper_grounds() + self._prepare_paper_facts(grounds)

    def _get_paper_signatures(self):
        """Return who is to be paid, then who pays; the payer signs nothing."""
        company, customer = super()._get_paper_signatures()
        company["party"] = "Поставщик (исполнитель)"
        customer["party"] = "Покупатель (заказчик)"
        return [company, customer]

    def _get_paper_account(self):
        """Return the bank account that the invoice is paid to."""
        move = self.sudo()
        return move.partner_bank_id or move.company_id.partner_id.bank_ids[:1]

    def _get_paper_rows(self):
        """Return the rows of the table: lines, and the headings and notes between.

        What a section hides of its lines, their prices or all, is not in the rows.

        :return: a list of {"kind", "text", "amount"}, and of a line "number",
            "quantity", "unit", "price"; no price, no amount: they are not shown
        """
        rows, number = [], 0
        for row in self._iterate_paper_rows():
            if row["kind"] == "line":
                number += 1
                row["number"] = number
            rows.append(row)
        return rows

    def _iterate_paper_rows(self):
        for line in self._get_move_lines_to_report():
            if line.display_type == "product":
                yield self._prepare_paper_row(line)
            elif line.collapse_composition or line.collapse_prices:
                for hidden in line._get_child_lines():
                    yield self._prepare_hidden_row(hidden, line.collapse_prices)
            else:
                yield {"kind": line.display_type, "text": line.name, "amount": None}

    def _get_paper_quantity(self, quantity):
        return format_number(self._as_paper().env, quantity)

    def _prepare_paper_row(self, line):
        included = self._has_taxes_in_amounts()
        return {
            "kind": "line",
            "text": line.name or line.product_id.display_name,
            "quantity": self._get_paper_quantity(line.quantity),
            "unit": line.product_uom_id._get_paper_name(),
            "price": line.price_unit * (1 - line.discount / 100),
            "amount": line.price_total if included else line.price_subtotal,
        }

    def _prepare_hidden_row(self, hidden, hides_prices):
        """Return the row of what the host sums up of a section, or shows bare of it.

        :param hidden: see `account.move.line._get_child_lines`
        """
        included = self._has_taxes_in_amounts()
        amount = hidden["price_total" if included else "price_subtotal"]
        is_line = hidden["display_type"] == "product"
        if is_line and hides_prices:
            amount = None
        unit = hidden.get("line_uom")
        return {
            "kind": "line" if is_line else hidden["display_type"],
            "text": hidden["name"],
            "quantity": self._get_paper_quantity(hidden["quantity"]),
            "unit": unit and unit._get_paper_name(),
            "price": amount,
            "amount": amount,
        }

    def _get_paper_services(self):
        return self.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )

    def _has_taxes_in_amounts(self):
        return self._are_in_prices(self._get_paper_services().tax_ids)

    def _get_paper_total_rows(self):
        *rows, total = super()._get_paper_total_rows()
        return [*rows, {**total, "label": "Всего к оплате"}]

    # === PAYMENT CODE ===

    def _get_payment_purpose(self):
        """Return what the customer's payment says it is for."""
        date = self.invoice_date or self.date
        what = f"Оплата по счёту № {self.name} от {date:%d.%m.%Y}"
        if self.currency_id.compare_amounts(self.amount_residual, self.amount_total):
            return what
        return f"{what}, {self._get_paper_tax_text()}"

    def _get_payment_code(self):
        """Return the code that banks read, as an image for pages, or nothing."""
        if not self.amount_residual or not self._is_numbered():
            return None
        return self._get_paper_account().build_qr_code_base64(
            self.amount_residual,
            self._get_payment_purpose(),
            "",
            self.currency_id,
            self.partner_id,
            PAYMENT_CODE,
        )
