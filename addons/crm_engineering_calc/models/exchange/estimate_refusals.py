"""Why an estimate is refused, in the words of who has sent it."""

from collections.abc import Mapping, Sequence

from ...domain.extra import ExtraKind
from ...domain.refusal import RefusalKind
from ..common.format_number import format_number
from .estimate_words import get_place, list_lines, shorten


def explain_refusal(env, refusal, data):
    """Return what pydantic's refusal of `data` is about: where, why and the remedy."""
    return list_lines(
        env,
        [_explain_at_place(env, detail, data) for detail in refusal.errors()],
    )


def _explain_at_place(env, detail, data):
    place = ", ".join(filter(None, _get_place_of_detail(env, detail["loc"], data)))
    words = explain_detail(env, detail)
    return f"{place}: {words}" if place else words


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
    names = (str(part + 1 if isinstance(part, int) else part) for part in rest)
    yield shorten(" ".join(names))


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
        case "extra_forbidden" | "unexpected_keyword_argument":
            return env._("the exchange has no such field; leave it out.")
        case "decimal_parsing" | "decimal_type" | "finite_number":
            return env._("“%(value)s” is no number; give one as 1234.5.", value=value)
        case "decimal_max_digits" | "decimal_whole_digits":
            return env._("%(value)s has more than 15 digits; round it.", value=value)
        case "int_type" | "int_parsing" | "int_parsing_size" | "int_from_float":
            return env._("“%(value)s” is no whole number; give one as 3.", value=value)
        case "greater_than":
            return env._(
                "%(value)s is not above %(limit)s; give more.",
                value=value,
                limit=context["gt"],
            )
        case "greater_than_equal" | "less_than_equal":
            return env._(
                "%(value)s is out of bounds; the limit is %(limit)s.",
                value=value,
                limit=context.get("ge", context.get("le")),
            )
        case "bool_type" | "bool_parsing":
            return env._(
                "“%(value)s” is neither true nor false; give one of them.", value=value
            )
        case "tuple_type":
            return env._("“%(value)s” is no list; give one in [ ].", value=value)
        case "dict_type" | "model_type" | "dataclass_type":
            return env._(
                "“%(value)s” has no fields; give them in { }, as an export does.",
                value=value,
            )
        case "string_type" | "string_too_short" | "string_unicode":
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
            | RefusalKind.REPEATED_OPENING
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
