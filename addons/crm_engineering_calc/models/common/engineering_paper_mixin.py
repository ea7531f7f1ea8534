import re

from markupsafe import Markup
from num2words import num2words

from odoo import models
from odoo.tools import get_lang
from odoo.tools.misc import format_date

# What no system has in the name of a file, and how long one may be.
NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
MOST_LETTERS = 120


def kept_together(text):
    """Return a text, a label with its number, as what no line ends within."""
    return Markup('<span class="text-nowrap">%s</span>') % text


def as_file_name(title):
    """Return a title as any system takes the name of a file, without an extension."""
    return NOT_IN_FILE_NAMES.sub("-", title)[:MOST_LETTERS].strip(" .-")


class EngineeringPaperMixin(models.AbstractModel):
    """A document that is printed for a customer: what its paper says about itself.

    The paper is written in the customer's language, whoever prints it, and all that is
    asked here is answered in it. The templates in `reports/` ask nothing else, so that
    an addon of a country extends these methods, and its papers follow.
    """

    _name = "engineering.paper.mixin"
    _inherit = ["engineering.paper.look.mixin"]
    _description = "Document printed for a customer"

    def _filter_papers(self):
        """Return those whose paper is ours, and not another's. To be extended."""
        return self

    # === FOR WHOM, FROM WHOM ===

    def _get_paper_company(self):
        """Return the company whose paper it is."""
        self.ensure_one()
        return self.sudo().company_id or self.env.company

    def _get_paper_customer(self):
        """Return whom the paper is for: a company, or one of its contacts."""
        self.ensure_one()
        return self.partner_id

    def _prepare_paper_customer(self, contact):
        """Return the facts of whom the works are for, and of whom to ask there.

        A person who is both is named once.

        :param contact: name of the person, if it is known
        :return: a list of (name, label, value), see `_prepare_paper_facts`
        """
        env = self._as_paper().env
        customer = self._get_paper_customer().sudo().commercial_partner_id.name
        return [
            ("customer", env._("Customer"), customer),
            ("contact", env._("Contact"), contact != customer and contact),
        ]

    def _get_paper_lang(self):
        """Return the language of the paper: the customer's, if it is installed."""
        self.ensure_one()
        code = self._get_paper_customer().lang
        if not code:
            code = self._get_paper_company().partner_id.lang or self.env.lang
        return get_lang(self.env, code).code

    def _as_paper(self):
        """Return the document as its paper reads it: in the language of the paper."""
        return self.with_context(lang=self._get_paper_lang())

    # === NAME ===

    def _get_paper_title(self):
        """Return what the paper is, and its number: “Commercial proposal S00012”."""
        return self._as_paper().display_name

    def _get_paper_file_name(self):
        """Return the title as the name of a file, without its extension."""
        return as_file_name(self._get_paper_title())

    # === CONTENT ===

    def _get_paper_grounds(self):
        """Return what the paper rests on: contract, order.

        :return: a list of {"name", "label", "value"}, texts; to be extended
        """
        return []

    def _get_paper_contact(self, user):
        """Return whom of the company to ask, and how, in one line."""
        asked = user.partner_id
        return ", ".join(filter(None, [asked.name, asked.phone, asked.email]))

    def _get_paper_contract(self, agreement):
        """Return a contract as papers name it: number, name, date; no contract: ""."""
        agreement = agreement.sudo().with_context(lang=self._get_paper_lang())
        contract = ", ".join(filter(None, [agreement.code, agreement.name]))
        if not agreement.signature_date:
            return contract
        return agreement.env._(
            "%(contract)s of %(date)s",
            contract=contract,
            date=self._get_paper_date(agreement.signature_date),
        )

    def _get_paper_totals(self):
        """Return the totals as the host's tables of totals take them.

        :return: a dict, see `account.tax._get_tax_totals_summary`
        """
        self.ensure_one()
        return self.tax_totals

    def _get_paper_amount_in_words(self, amount, currency):
        """Return an amount in the words of the language of the paper.

        The host's words do not decline the currency: theirs is the fallback.
        """
        currency = currency.with_context(lang=self._get_paper_lang())
        if currency.decimal_places != 2:
            return currency.amount_to_text(amount)
        try:
            words = num2words(
                float(amount),
                lang=get_lang(currency.env).iso_code,
                to="currency",
                currency=currency.name,
                cents=False,
            )
        except NotImplementedError:
            return currency.amount_to_text(amount)
        return words[:1].upper() + words[1:]

    # === PARTIES ===

    def _get_paper_requisites(self, partner):
        """Return by what a party is known: address, numbers, bank accounts.

        :return: a list of {"name", "label", "value"}, texts or safe HTML, of what is
            filled; to be extended, `name` tells them apart
        """
        env = self._as_paper().env
        partner = partner.sudo().with_env(env(su=True))
        party = partner.commercial_partner_id
        vat_label = party.country_id.vat_label or env._("Tax ID")
        known = [
            ("address", env._("Address"), partner._get_address_line()),
            ("phone", env._("Phone"), partner.phone or party.phone),
            ("email", env._("Email"), partner.email or party.email),
            ("vat", vat_label, party.vat),
            ("registry", party.company_registry_label, party.company_registry),
            *(
                ("bank", env._("Bank account"), self._get_paper_bank(account))
                for account in party.bank_ids
            ),
        ]
        return self._prepare_paper_facts(known)

    def _prepare_paper_facts(self, facts):
        """Return those of (name, label, value) that have a value, as papers list them.

        :return: a list of {"name", "label", "value"}
        """
        return [
            {"name": name, "label": label, "value": value}
            for name, label, value in facts
            if value
        ]

    def _get_paper_bank(self, account):
        """Return a bank account of a party, whose numbers stay each on one line."""
        bank = account.bank_id
        parts = [kept_together(account.acc_number), bank.name, bank.bic]
        return Markup(", ").join(filter(None, parts))

    # === SIGNATURES ===

    def _get_paper_signatures(self):
        """Return who signs the paper: the company, then the customer.

        :return: a list of {"name", "party", "partner", "company", "signatory", "post",
            "basis", "image", "signed"}: which of them ("company", "customer") and as
            what, the partner and his name, who signs, in what post, on what basis; and
            the image and text of a signature that stands, else nothing. To be extended.
        """
        paper = self._as_paper()
        company = paper._get_paper_company().partner_id
        customer = paper._get_paper_customer()
        return [
            paper._prepare_paper_signature(
                "company", paper.env._("The Contractor"), company
            ),
            paper._prepare_paper_signature(
                "customer", paper.env._("The Customer"), customer
            ),
        ]

    def _prepare_paper_signature(self, name, party, partner):
        return {
            "name": name,
            "party": party,
            "partner": partner,
            "company": partner.commercial_partner_id.name,
            **self._get_paper_signatory(partner),
            "image": False,
            "signed": "",
        }

    def _get_paper_signatory(self, partner):
        """Return who signs for a party, see `_get_paper_signatures`; texts, or empty.

        A person signs for himself.
        """
        party = partner.sudo().commercial_partner_id
        signatory = party.engineering_signatory_id
        if not signatory and not party.is_company:
            signatory = party
        return {
            "signatory": signatory.name or "",
            "post": signatory.function or "",
            "basis": party.engineering_signatory_basis or "",
        }

    # === WRITTEN ===

    def _get_paper_date(self, date):
        """Return a date as the paper writes it."""
        return format_date(self._as_paper().env, date)

    def _get_paper_text(self, value):
        """Return a text as it is, and a date as the paper writes it."""
        return value if isinstance(value, str) else self._get_paper_date(value)
