"""Texts in the language, and on the clock, of who will read them.

Whoever tells somebody something passes a text with its values still in it:
`_lt("%(link)s is taken until %(date)s", link=calculation, date=until)`. Of the values,
a record that people work with becomes a link, another its name; a date or
time is written as the reader writes it; a function is called with the reader's
environment; and what people wrote is kept as it is written.
"""

from datetime import date, datetime
from functools import partial

from markupsafe import Markup

from odoo import models
from odoo.tools.mail import plaintext2html
from odoo.tools.misc import format_amount, format_date, format_datetime, get_lang
from odoo.tools.translate import LazyGettext, get_translation

from .format_number import format_number


def as_read_by(record, user):
    """Return `record` with the language and clock of a user, else of its company."""
    partner = user.partner_id or (record.company_id or record.env.company).partner_id
    return record.with_context(
        lang=get_lang(record.env, partner.lang).code,
        tz=partner.tz or record.env.user.tz,
    )


def to_html(env, text):
    """Return `text` as the reader of `env` sees it, as Markup."""
    return _keep_lines(_render(env, text, _keep_lines))


def to_text(env, text):
    """Return `text` as the reader of `env` sees it where no markup is."""
    return _render(env, text, str)


def lines_text(texts):
    """Return texts, a line each, as one that is shown with markup."""

    def join_lines(env):
        return Markup("<br/>").join(to_html(env, text) for text in texts)

    return join_lines


def amount_text(amount, currency):
    """Return an amount as a value of a text: written as its reader writes it."""
    return partial(format_amount, amount=amount, currency=currency)


def changes_text(changes):
    """Return “what: before → now” of changes as a value of a text.

    :param changes: [(record, number before, number now)]
    """

    def list_changes(env):
        return ", ".join(
            f"{record.with_env(env(su=True)).display_name}:"
            f" {format_number(env, before)} → {format_number(env, now)}"
            for record, before, now in changes
        )

    return list_changes


def counts_text(counts):
    """Return “what: number” of {record: number} as a value of a text."""

    def list_counts(env):
        return ", ".join(
            f"{record.with_env(env(su=True)).display_name}: {number}"
            for record, number in counts.items()
        )

    return list_counts


def quantities_text(quantities):
    """Return “what: number unit” of quantities as a value of a text.

    :param quantities: [(record, number, unit)]
    """

    def list_quantities(env):
        env = env(su=True)
        return ", ".join(
            f"{record.with_env(env).display_name}: {format_number(env, number)}"
            f" {unit.with_env(env).name}"
            for record, number, unit in quantities
        )

    return list_quantities


def _render(env, value, shape):
    if isinstance(value, LazyGettext):
        return _translate(env, value, shape)
    if isinstance(value, models.BaseModel):
        return _render_records(env, value, shape)
    if isinstance(value, datetime):
        return format_datetime(env, value, env.context.get("tz"), "short")
    if isinstance(value, date):
        return format_date(env, value)
    if callable(value):
        return _render(env, value(env), shape)
    return shape(value) if isinstance(value, str) else value


def _translate(env, text, shape):
    args = text._args
    if isinstance(args, dict):
        args = {name: _render(env, value, shape) for name, value in args.items()}
    else:
        args = tuple(_render(env, value, shape) for value in args)
    return get_translation(text._module, env.lang or "en_US", text._source, args)


def _render_records(env, records, shape):
    """Return links to records, or their names.

    Whoever tells of them may see them; that the reader may, is asked when he opens one.
    """
    records = records.with_env(env(su=True))
    is_card = isinstance(records, env.registry["mail.activity.mixin"])
    has_links = is_card and shape is not str
    return (Markup(", ") if has_links else ", ").join(
        record._get_html_link() if has_links else shape(record.display_name)
        for record in records
    )


def _keep_lines(text):
    """Return what people wrote as Markup that shows all of it."""
    if isinstance(text, Markup):
        return text
    return plaintext2html(text, with_paragraph=False)
