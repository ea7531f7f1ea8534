"""What kinds of lines and other words are called in people's sheets."""

import re
from collections.abc import Mapping

from ..domain.outline import LineKind

KINDS: Mapping[str, LineKind] = {
    "section": LineKind.SECTION,
    "раздел": LineKind.SECTION,
    "subsection": LineKind.SUBSECTION,
    "подраздел": LineKind.SUBSECTION,
    "note": LineKind.NOTE,
    "примечание": LineKind.NOTE,
    "product": LineKind.PRODUCT,
    "service": LineKind.PRODUCT,
    "услуга": LineKind.PRODUCT,
}


# What a cell says of a field that holds yes or no; the first two are a cell's own.
YES_OR_NO: Mapping[str, bool] = {
    "true": True,
    "false": False,
    "yes": True,
    "no": False,
    "1": True,
    "0": False,
    "истина": True,
    "ложь": False,
    "да": True,
    "нет": False,
}
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def parse_day(text: str) -> str:
    """Return a day such as 31.12.2026 as standards write it, another text as it is."""
    match = _DAY.fullmatch(text)
    return f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}" if match else text
