"""What an import of an estimate tells people, in their words."""

from datetime import date
from decimal import Decimal

from odoo.tools.misc import format_date

from ...domain.extra import PREFIX
from ...domain.texts import clean
from ..common.format_number import format_number

# More than anybody reads in a message.
LINES_IN_MESSAGE = 10
TEXT_IN_MESSAGE = 60


def list_lines(env, lines):
    """Return lines as a list, with the first of them alone where there are many."""
    shown = [f"• {line}" for line in lines[:LINES_IN_MESSAGE]]
    if more := len(lines) - len(shown):
        shown.append(env._("… and %(count)s more.", count=more))
    return "\n".join(shown)


def get_place(env, variant, number=None, name=None):
    """Return in words where something is: the variant, and the line's number in it."""
    if number is None:
        return env._("“%(variant)s”", variant=variant)
    if not name:
        return env._("“%(variant)s”, line %(number)s", variant=variant, number=number)
    return env._(
        "“%(variant)s”, line %(number)s (%(line)s)",
        variant=variant,
        number=number,
        line=shorten(name),
    )


def shorten(text):
    """Return the beginning of a text, on one line."""
    line = " ".join(clean(str(text)).split())
    return line if len(line) <= TEXT_IN_MESSAGE else f"{line[:TEXT_IN_MESSAGE]}…"


def describe(plan, change):
    """Return of a change the name of what it is about, and what becomes of that."""
    env = plan.env
    item = change.after or change.before
    if not (change.before and change.after):
        return shorten(item.name), _describe_content(plan, item)
    fields = change.record._fields
    words = [
        f"{fields[target]._description_string(env)}:"
        f" {_describe_value(plan, fields[target], change.before, name)}"
        f" → {_describe_value(plan, fields[target], change.after, name)}"
        for name, target in plan.get_differences(change).items()
    ]
    if change.change.moved:
        words.append(env._("another order of lines"))
    return shorten(change.before.name), "; ".join(words)


def _describe_content(plan, item):
    """Return what people know a line or measurement by, besides its name."""
    given = item.model_fields_set
    words = []
    for name in ("quantity", "value"):
        if getattr(item, "formula", None):
            words = [item.formula]
        elif name in given:
            words = [plan.format_number(getattr(item, name))]
    if words and item.unit:
        words.append(item.unit)
    if opening := plan.get_opening_name(getattr(item, "opening", None)):
        words.append(f"({shorten(opening)})")
    if "base_price" in given:
        words += ["×", plan.format_number(item.base_price)]
    if cells := "cells" in given and item.cells:
        words += [shorten(", ".join(f"{code} {cell}" for code, cell in cells.items()))]
    return " ".join(words)


def _describe_value(plan, field, item, name):
    if name == "opening":
        return shorten(plan.get_opening_name(item.opening) or "–")
    value = item.get(name) if name.startswith(PREFIX) else getattr(item, name)
    if isinstance(value, tuple):
        return shorten(", ".join(getattr(one, "code", one) for one in value)) or "–"
    if isinstance(value, dict):
        return shorten(", ".join(f"{code} {cell}" for code, cell in value.items()))
    return describe_value(plan.env, field, value)


def describe_value(env, field, value):
    """Return the value of a field in the exchange as people write it."""
    if isinstance(value, bool):
        return env._("yes") if value else env._("no")
    if isinstance(value, Decimal):
        return format_number(env, value)
    if isinstance(value, date):
        return format_date(env, value)
    if field.type == "selection":
        value = dict(field._description_selection(env)).get(value)
    return shorten(value) if value else "–"
