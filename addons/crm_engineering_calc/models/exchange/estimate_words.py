"""What an import of an estimate tells people, in their words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

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
        f" {_describe_value(env, change.before, name)}"
        f" → {_describe_value(env, change.after, name)}"
        for name, target in plan.get_differences(change).items()
    ]
    if change.moved:
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


def _describe_value(env, item, name):
    value = getattr(item, name)
    if isinstance(value, bool):
        return env._("yes") if value else env._("no")
    if isinstance(value, Decimal):
        return format_number(env, value)
    if isinstance(value, tuple):
        value = ", ".join(one.code for one in value)
    return shorten(value) if value else "–"


def explain_refusal(env, refusal, data):
    """Return what pydantic's refusal of `data` is about: where, why and the remedy."""
    return list_lines(
        env,
        [
            ", ".join(filter(None, _get_place_of_detail(env, detail["loc"], data)))
            + f": {_explain_detail(env, detail)}"
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


def _explain_detail(env, detail):
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
        case "value_error":
            return str(context["error"])
        case _:
            return detail["msg"]
