"""What a document says, as the text that its signer reads."""

from collections.abc import Callable
from typing import NamedTuple

from odoo import models
from odoo.tools import html2plaintext

NUMBERS = frozenset({"discount", "price_unit", "quantity", "tax", "total", "untaxed"})


def number_text(value):
    """Return a number as text that does not depend on how it was stored."""
    return f"{value or 0.0:.6f}".rstrip("0").rstrip(".").replace("-0", "0", value == 0)


def plain_text(text):
    """Return what is read of a text or HTML, on one line."""
    return " ".join(html2plaintext(text or "").split())


class Told(NamedTuple):
    """What a document tells of records that are no part of it: parties, taxes, units.

    They may be renamed, or corrected, and the document is the same: what `tell` said of
    each when it was signed counts.
    """

    records: models.BaseModel
    tell: Callable[[models.BaseModel], str]


def get_texts(content, words):
    """Return content in which all that is `Told` is a text.

    :param words: {record and what is told of it: text}, to which new ones are added
    """
    if isinstance(content, dict):
        return {key: get_texts(value, words) for key, value in content.items()}
    if isinstance(content, list):
        return [get_texts(value, words) for value in content]
    if not isinstance(content, Told):
        return content
    texts = []
    for record in content.records:
        key = f"{record._name},{record.id},{content.tell.__name__}"
        if key not in words:
            words[key] = content.tell(record)
        texts.append(words[key])
    return ", ".join(texts)


def get_party_facts(role, partner):
    """Return the name, tax number and address of a party of the document."""
    return {
        role: Told(partner, get_party_name),
        f"{role}_vat": Told(partner, get_vat),
        f"{role}_address": Told(partner, get_address),
    }


def get_party_name(partner):
    return partner.complete_name or ""


def get_vat(partner):
    return partner.vat or ""


def get_address(partner):
    return " ".join(partner._display_address(without_company=True).split())


def get_name(record):
    return record.name or ""


def get_note(record):
    return plain_text(record.note)


def get_terms(payment_term):
    return plain_text(payment_term.note) or payment_term.name or ""


def get_tax_text(tax):
    """Return a tax as a line of a paper names it, with its rate."""
    return f"{tax.invoice_label or tax.name} ({number_text(tax.amount)})"
