"""Numbers as people write them in cells that are text.

Spaces of any kind and apostrophes group digits by threes. Of a point and a comma the
last one is the decimal separator. A comma alone is the decimal separator ("1,234" is
1.234), unless three digits follow it and other numbers of the sheet show that commas
group digits there (`groups_by_comma`). A point alone is decimal. Several commas, or
several points, group. Kopecks follow a dash or an equals sign: "950-00", "1 200=".
"""

import re
from collections.abc import Sequence
from decimal import Decimal

MAX_DIGITS = 15

# \s has the no-break, thin and narrow spaces, too.
_GROUP_SPACE = re.compile(r"(?<=\d)[\s'\u2019](?=\d{3}(?!\d))")
_SIGN_SPACE = re.compile(r"(?<=^[+-])\s+")
# "900 руб./м2" is a price, too.
_CURRENCY = re.compile(
    r"(?:[$€£¥₽₴₸₼₾]|(?:руб|р|rub|eur|usd)\.?(?=\s*/|$))(?:\s*/.*$)?", re.IGNORECASE
)
_POINT = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_COMMA_GROUPS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_POINT_GROUPS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d*|[+-]?\d{1,3}(?:\.\d{3}){2,}")
_COMMA = re.compile(r"[+-]?(?:\d+,\d*|,\d+)")
# A range ascends, and a code has fewer digits or more parts: "10-12" is no price.
_KOPECKS = re.compile(
    r"([+-]?(?:\d+(?=[-–]00$)|\d{5,}(?=[-–])|\d{3,}(?==)))[-–=](\d\d)?"
)
_SURELY_COMMA_GROUPS = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})")


def parse_number(text: str, groups_by_comma: bool = False) -> Decimal | None:
    """Return the number that `text` means, None where it means none."""
    number = _compact(text)
    if _POINT.fullmatch(number):
        return Decimal(number)
    may_group = groups_by_comma or "." in number or number.count(",") > 1
    if may_group and _COMMA_GROUPS.fullmatch(number):
        return Decimal(number.replace(",", ""))
    if _POINT_GROUPS.fullmatch(number):
        return Decimal(number.replace(".", "").replace(",", "."))
    if _COMMA.fullmatch(number):
        return Decimal(number.replace(",", "."))
    if (kopecks := _KOPECKS.fullmatch(number)) and (kopecks[2] or number[-1] == "="):
        return Decimal(f"{kopecks[1]}.{kopecks[2] or 0}")
    return None


def get_number(value: object, groups_by_comma: bool = False) -> Decimal | None:
    """Return the number that the value of a cell is or means, None if it is none."""
    if isinstance(value, Decimal):
        return value
    return parse_number(value, groups_by_comma) if isinstance(value, str) else None


def are_column_numbers(texts: Sequence[str]) -> bool:
    """Tell whether texts number the columns of a table: 1, 2, 3 …"""
    return len(texts) > 2 and all(
        text == str(number) for number, text in enumerate(texts, 1)
    )


def shows_comma_groups(text: str) -> bool:
    """Tell whether `text` can only be a number whose digits are grouped by commas."""
    return bool(_SURELY_COMMA_GROUPS.fullmatch(_compact(text)))


def from_cell(number: float) -> Decimal:
    """Return the decimal that a cell shows: binary noise past 15 digits left out."""
    value = Decimal(f"{number:.{MAX_DIGITS}g}")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MAX_DIGITS:
        return round(value, MAX_DIGITS)
    return value


def shorten(number: Decimal) -> Decimal:
    """Return the number with no more digits than are kept."""
    return from_cell(float(number))


def digits(number: Decimal) -> int:
    """Return how many digits it takes to write the number."""
    _sign, figures, exponent = number.normalize().as_tuple()
    if not isinstance(exponent, int):
        return MAX_DIGITS + 1
    return max(len(figures), -exponent) + max(exponent, 0)


def to_text(number: Decimal) -> str:
    """Return the number as people write it: without exponent and closing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _compact(text: str) -> str:
    number = _CURRENCY.sub("", text.strip().replace("\u2212", "-")).strip()
    return _GROUP_SPACE.sub("", _SIGN_SPACE.sub("", number))
