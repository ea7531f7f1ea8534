"""What an import of an estimate tells people, in their words."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from odoo.tools.misc import format_date

from ...domain.extra import PREFIX, ExtraKind
from ...domain.refusal import RefusalKind
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
    line = " ".join(str(text).split())
    return line if len(line) <= TEXT_IN_MESSAGE else f"{line[:TEXT_IN_MESSAGE]}…"


def describe(plan, change):
    """Return of a change the name of what it is about, and what becomes of that."""
    env = plan.env
    item = change.after or change.before
    if not (change.before and change.after):
        return shorten(item.name), _describe_content(env, item)
    fields = change.record._fields
    words = [
        f"{fields[target]._description_string(env)}:"
        f" {_describe_value(env, fields[target], change.before, name)}"
        f" → {_describe_value(env, fields[target], change.after, name)}"
        for name, target in plan.get_differences(change).items()
    ]
    if change.change.moved:
        words.append(env._("another order of lines"))
    return shorten(change.before.name), "; ".join(words)


def _describe_content(env, item):
    """Return what people know a line or measurement by, besides its name."""
    given = item.model_fields_set
    words = []
    for name in ("quantity", "value"):
        if getattr(item, "formula", None):
            words = [item.formula]
        elif name in given:
            words = [format_number(env, getattr(item, name))]
    if words and item.unit:
        words.append(item.unit)
    if "base_price" in given:
        words += ["×", format_number(env, item.base_price)]
    return " ".join(words)


def _describe_value(env, field, item, name):
    value = item.get(name) if name.startswith(PREFIX) else getattr(item, name)
    if isinstance(value, tuple):
        return shorten(", ".join(one.code for one in value)) or "–"
    return describe_value(env, field, value)


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


def explain_refusal(env, refusal, data):
    """Return what pydantic's refusal of `data` is about: where, why and the remedy."""
    return list_lines(
        env,
        [
            ", ".join(filter(None, _get_place_of_detail(env, detail["loc"], data)))
            + f": {explain_detail(env, detail)}"
            for detail in refusal.errors()
        ],
    )


def _get_place_of_detail(env, loc, data):
    match loc:
        case ("variants", int(index), "lines", int(place), *rest):
            variant = _get_item(data, "variants", index)
            name = _get_item(variant, "lines", place).get("name")
            yield get_place(env, _get_name(variant, index), place + 1, name)
        case ("variants", int(index), *rest):
            variant = _get_item(data, "variants", index)
            yield get_place(env, _get_name(variant, index))
        case _:
            rest = loc
    yield " ".join(str(part + 1 if isinstance(part, int) else part) for part in rest)


def _get_item(data, key, index):
    """Return an item of data of any shape; of another shape, an empty one."""
    items = data.get(key) if isinstance(data, Mapping) else None
    item = items[index] if isinstance(items, Sequence) else None
    return item if isinstance(item, Mapping) else {}


def _get_name(variant, index):
    return variant.get("name") or index + 1


def explain_detail(env, detail):
    """Return why one thing is refused, and the remedy."""
    context = detail.get("ctx", {})
    value = shorten(detail.get("input"))
    match detail["type"]:
        case "missing":
            return env._("it is missing; give it.")
        case "extra_forbidden":
            return env._("the exchange has no such field; leave it out.")
        case "decimal_parsing" | "decimal_type" | "finite_number":
            return env._("“%(value)s” is no number; give one as 1234.5.", value=value)
        case "decimal_max_digits" | "decimal_whole_digits":
            return env._("%(value)s has more than 15 digits; round it.", value=value)
        case "greater_than":
            return env._("%(value)s is not above 0; give more.", value=value)
        case "string_type" | "string_too_short":
            return env._("“%(value)s” is no text; give a text.", value=value)
        case "string_too_long":
            return env._(
                "the text is longer than %(count)s characters; shorten it.",
                count=context.get("max_length"),
            )
        case "enum" | "literal_error":
            return env._(
                "“%(value)s” is not possible; give %(expected)s.",
                value=value,
                expected=context.get("expected"),
            )
        case _:
            return _explain_rule(env, detail["type"], context, value)


def _explain_rule(env, refusal, facts, value):
    """Return which rule of the exchange is broken."""
    match refusal:
        case RefusalKind.NO_PRODUCT:
            return env._("no service is named; give its code, or make it a note.")
        case RefusalKind.NEGATIVE:
            return env._(
                "%(field)s is %(value)s; give 0 or more.",
                field=facts["field"],
                value=format_number(env, facts["value"]),
            )
        case RefusalKind.COEFFICIENT_NOT_POSITIVE:
            return env._(
                "the coefficient %(value)s is not above 0; give 1 for none.",
                value=format_number(env, facts["value"]),
            )
        case RefusalKind.NOT_OF_PRODUCT:
            return env._(
                "a service has no %(field)s; clear it, or make it a section.",
                field=facts["field"],
            )
        case RefusalKind.NOT_OF_TEXT:
            return env._(
                "a section or note has no %(field)s; clear it, or make it a service.",
                field=facts["field"],
            )
        case (
            RefusalKind.REPEATED_COEFFICIENT
            | RefusalKind.REPEATED_MEASUREMENT
            | RefusalKind.REPEATED_LINE
            | RefusalKind.REPEATED_VARIANT
        ):
            return env._(
                "“%(name)s” is there twice; keep one, or rename it.",
                name=next(iter(facts.values())),
            )
        case RefusalKind.UNKNOWN_FIELD:
            return env._(
                "the exchange has no field “%(field)s”; leave it out.",
                field=shorten(facts["field"]),
            )
        case RefusalKind.WRONG_VALUE:
            return _explain_wrong_value(env, facts)
        case _:
            return env._("“%(value)s” is not possible here.", value=value)


def _explain_wrong_value(env, facts):
    expected = {
        ExtraKind.TEXT: env._("a text"),
        ExtraKind.INTEGER: env._("a whole number"),
        ExtraKind.NUMBER: env._("a number"),
        ExtraKind.BOOLEAN: env._("yes or no"),
        ExtraKind.CHOICE: env._("one of: %(words)s", words=", ".join(facts["choices"])),
        ExtraKind.DATE: env._("a date"),
    }
    return env._(
        "“%(value)s” is not possible for “%(field)s”; give %(expected)s.",
        value=shorten(facts["value"]),
        field=facts["label"],
        expected=expected[facts["kind"]],
    )
