"""Coefficients in a cell: `height=1.1; night=1.25`, or `"a; b"=2` in quotes."""

import re
from collections.abc import Iterable

from pydantic import ValidationError

from ..domain.estimate import CoefficientValue
from . import numbers

_NEEDS_QUOTES = re.compile(r'[=;"\n]')
_ITEM = re.compile(
    r"""\s*(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>[^=;"\n]+?))\s*
    (?:=\s*(?P<value>[^=;"\n]+?)\s*)?(?:[;\n]|$)""",
    re.VERBOSE,
)


def format_coefficients(coefficients: Iterable[CoefficientValue]) -> str:
    """Return the text of the cell."""
    return "; ".join(
        _quoted(item.code)
        + ("" if item.value is None else f"={numbers.to_text(item.value)}")
        for item in coefficients
    )


def parse_coefficients(text: str) -> tuple[CoefficientValue, ...] | None:
    """Return what the cell's text names, None where it can't be read."""
    found: dict[str, CoefficientValue] = {}
    position = 0
    while text[position:].strip("; \n"):
        match = _ITEM.match(text, position)
        item = match and _item(match)
        if not match or not item or item.code in found:
            return None
        found[item.code] = item
        position = match.end()
    return tuple(found.values())


def _item(match: re.Match[str]) -> CoefficientValue | None:
    quoted = match["quoted"]
    code = match["plain"] if quoted is None else quoted.replace('""', '"')
    value = None
    if match["value"] is not None:
        value = numbers.parse_number(match["value"])
        if value is None:
            return None
    try:
        return CoefficientValue(code=code, value=value)
    except ValidationError:
        return None


def _quoted(code: str) -> str:
    if not _NEEDS_QUOTES.search(code):
        return code
    return '"{}"'.format(code.replace('"', '""'))
