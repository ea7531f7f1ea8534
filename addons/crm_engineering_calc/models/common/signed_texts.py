"""What a document says, as the text that its signer reads."""

from odoo.tools import html2plaintext

NUMBERS = frozenset({"discount", "price_unit", "quantity", "tax", "total", "untaxed"})


def number_text(value):
    """Return a number as text that does not depend on how it was stored."""
    return f"{value or 0.0:.6f}".rstrip("0").rstrip(".").replace("-0", "0", value == 0)


def plain_text(text):
    """Return what is read of a text or HTML, on one line."""
    return " ".join(html2plaintext(text or "").split())


def get_party_facts(role, partner):
    """Return the name, tax number and address of a party of the document."""
    address = partner._display_address(without_company=True) if partner else ""
    return {
        role: partner.complete_name or "",
        f"{role}_vat": partner.vat or "",
        f"{role}_address": " ".join(address.split()),
    }


def get_taxes_text(taxes):
    """Return taxes as a line of a paper names them, with their rates."""
    return ", ".join(
        f"{tax.invoice_label or tax.name} ({number_text(tax.amount)})"
        for tax in taxes.sorted("id")
    )
