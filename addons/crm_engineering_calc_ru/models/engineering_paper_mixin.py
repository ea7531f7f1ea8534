from decimal import Decimal

from markupsafe import Markup

from odoo import models
from odoo.tools import float_repr, formatLang
from odoo.tools.misc import format_date

from odoo.addons.crm_engineering_calc.models.common.engineering_paper_mixin import (
    kept_together,
)

from ..russian.genitive import get_basis_in_genitive
from ..russian.words import amount_in_words, knows_currency
from .res_partner import RUSSIA

RUSSIAN = "ru"
LONG_DATE = "d MMMM y 'г.'"
OGRNIP_DIGITS = 15
NBSP = "\N{NO-BREAK SPACE}"

# By what forms of one page tell who a party is, in this order.
OF_PARTY = ("vat", "kpp", "address", "phone")


class EngineeringPaperMixin(models.AbstractModel):
    """Papers as Russia has them.

    What a language decides, words of amounts, dates and units, is so in each paper that
    is in Russian. Requisites are those of each Russian party, in the paper's language.
    A form that is customary in Russia is that of a Russian company's paper in Russian.
    """

    _inherit = "engineering.paper.mixin"

    def _is_in_russian(self):
        """Return whether the paper is written in Russian."""
        return self._get_paper_lang().partition("_")[0] == RUSSIAN

    def _is_russian_paper(self):
        """Return whether the paper has the form that is customary in Russia."""
        company = self._get_paper_company().sudo()
        return company.country_code == RUSSIA and self._is_in_russian()

    # === CONTENT ===

    def _get_paper_amount_in_words(self, amount, currency):
        if not (self._is_in_russian() and knows_currency(currency.name)):
            return super()._get_paper_amount_in_words(amount, currency)
        exact = Decimal(float_repr(currency.round(amount), 2))
        return amount_in_words(exact, currency.name)

    def _get_paper_date(self, date):
        if not self._is_in_russian():
            return super()._get_paper_date(date)
        return format_date(self._as_paper().env, date, date_format=LONG_DATE)

    def _get_paper_contract(self, agreement):
        """Return a contract as Russian papers name it: № Д-0001 от 12.11.2026."""
        if not self._is_in_russian():
            return super()._get_paper_contract(agreement)
        contract = agreement.sudo()
        if not contract.code:
            return ""
        number = f"№{NBSP}{contract.code}"
        if not contract.signature_date:
            return number
        return f"{number} от{NBSP}{contract.signature_date:%d.%m.%Y}"

    def _get_paper_services(self):
        """Return the lines of works and services that the paper has. To be extended."""
        return self.line_ids

    def _has_taxes_in_amounts(self):
        """Return whether amounts of lines have taxes in them. To be extended."""
        return False

    def _are_in_prices(self, taxes):
        return bool(taxes) and all(tax.price_include for tax in taxes)

    def _get_paper_total_rows(self):
        """Return the rows under the lines of a Russian paper: sums, taxes, total.

        :return: a list of {"name", "label", "amount"}; a label alone has no amount
        """
        totals, taxes = self._get_paper_totals(), self._get_paper_taxes()
        total = totals["total_amount_currency"]
        included = self._has_taxes_in_amounts()
        before = total if included else totals["base_amount_currency"]
        named = [
            ("tax", f"В том числе {name}" if included else name, amount)
            for name, amount in taxes
        ]
        rows = [
            ("sum", "Итого", before),
            *(named or [("tax", "Без НДС", None)]),
            ("total", "Всего", total),
        ]
        return [
            {"name": name, "label": label, "amount": amount}
            for name, label, amount in rows
        ]

    def _get_paper_taxes(self):
        """Return [(name, amount)] of the groups of taxes in the paper's totals."""
        return [
            (group["group_name"], group["tax_amount_currency"])
            for subtotal in self._get_paper_totals()["subtotals"]
            for group in subtotal["tax_groups"]
        ]

    def _get_paper_tax_text(self):
        """Return how a sum names its taxes: “в т.ч. НДС 20% 100,00 руб.”."""
        return (
            ", ".join(
                f"в т.ч. {name} {self._get_paper_sum(amount)}"
                for name, amount in self._get_paper_taxes()
            )
            or "без НДС"
        )

    def _get_paper_sum(self, amount):
        """Return an amount with its currency, as the paper writes it."""
        env = self._as_paper().env
        return formatLang(env, amount, currency_obj=self.currency_id)

    # === PARTIES ===

    def _get_paper_basis(self, basis):
        """Return on what basis a party acts, as a paper in Russian goes on to say."""
        return get_basis_in_genitive(basis)

    def _get_paper_requisites(self, partner):
        requisites = super()._get_paper_requisites(partner)
        party = partner.sudo().commercial_partner_id
        if not party._is_russian():
            return requisites
        env = self._as_paper().env
        labels = {
            "vat": env._("INN"),
            "registry": env._("OGRNIP")
            if len(party.company_registry or "") == OGRNIP_DIGITS
            else env._("OGRN"),
        }
        named = []
        for requisite in requisites:
            label = labels.get(requisite["name"], requisite["label"])
            named.append({**requisite, "label": label})
            if requisite["name"] == "vat" and party.engineering_kpp:
                kpp = {"name": "kpp", "label": env._("KPP")}
                named.append({**kpp, "value": party.engineering_kpp})
        return named

    def _get_paper_party_text(self, partner):
        """Return in one line by what a party is known in a form."""
        known = {
            requisite["name"]: requisite
            for requisite in self._get_paper_requisites(partner)
        }
        return Markup(", ").join(
            known[name]["value"]
            if name == "address"
            else kept_together(f"{known[name]['label']} {known[name]['value']}")
            for name in OF_PARTY
            if name in known
        )

    def _get_paper_bank(self, account):
        bank = account.bank_id
        bik = bank._get_bik() if bank else ""
        if not bik:
            return super()._get_paper_bank(account)
        env = self._as_paper().env
        parts = [
            kept_together(account.acc_number),
            bank._get_name_with_city().replace("г. ", f"г.{NBSP}"),
            kept_together(env._("BIK %(number)s", number=bik)),
        ]
        if correspondent := bank.engineering_correspondent_account:
            number = env._("corr. acc. %(number)s", number=correspondent)
            parts.append(kept_together(number))
        return Markup(", ").join(parts)
