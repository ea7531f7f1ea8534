"""What headers, kinds and totals are called in people's sheets, English and Russian."""

import re
from collections.abc import Iterable, Mapping

from ..domain.outline import LineKind
from .layout import ColumnField

# Patterns of whole headers. Fields that stand earlier choose first.
_HEADERS: Mapping[ColumnField, tuple[str, ...]] = {
    ColumnField.COEFFICIENT_REASON: (
        "why corrected",
        "coefficient reason",
        "почему исправлен.*",
        "причина.*коэфф.*",
    ),
    ColumnField.COEFFICIENTS: ("coefficients", "коэффициенты", "надбавки"),
    ColumnField.COEFFICIENT: (
        r"(overall |total )?coeff?(icient|\.)?",
        "multiplier|factor",
        r"(общий )?коэфф?(ициент|\.)?",
        "к-т",
    ),
    ColumnField.FORMULA: ("formula", "формула( .*)?"),
    ColumnField.QUANTITY: (
        r"quantity|qty\.?|q-ty|count|volume",
        r"кол\.?|кол(-|ичест)?во( .*)?",
        "объ[её]м( .*)?",
    ),
    ColumnField.BASE_PRICE: (
        "(base |unit )?price( (per|for|/).*)?",
        "rate|unit cost",
        "(базовая )?цена(?! (всего|итого|общ))( .*)?",
        "расценка( .*)?",
        "стоимость (за )?ед.*",
        "стоимость [-–—] фикс",
    ),
    ColumnField.PRODUCT_CODE: (
        "((service|product|item) )?code",
        r"sku|article|(item|part) (no\.?|number)",
        "(internal )?reference",
        "артикул|код( .*)?|шифр( .*)?",
        "внутренний (артикул|код)",
    ),
    ColumnField.UNIT: (
        "units?( of measure(ment)?)?",
        "uom|u/m|measure",
        r"ед\.?( ?изм.*)?|ед/изм",
        "единица( изм.*)?",
    ),
    ColumnField.NAME: (
        "((service|product|item) )?(name|description)",
        "services?|items?|works?|position",
        "(полное )?наименование( .*)?",
        "(название|описание)( .*)?",
        "услуг[аи]|работ[аы]|виды? работ( .*)?|позиция|номенклатура",
    ),
    ColumnField.KIND: ("kind|line type", "вид|тип( строки)?"),
}
_PATTERNS = {
    field: re.compile("|".join(patterns), re.IGNORECASE)
    for field, patterns in _HEADERS.items()
}
# What stands behind a comma or in brackets tells the unit: "Price, RUB", "Кол-во (шт)".
_HEADER_TAIL = re.compile(r"[,(:;*].*", re.DOTALL)

_TOTAL = re.compile(
    r"(grand |sub[- ]?)?totals?\b|(итого|всего|сумма|ндс)\b|в (том числе|т\. ?ч\.)",
    re.IGNORECASE,
)

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


def guess_mapping(headers: Iterable[str]) -> dict[str, str]:
    """Return which header is likely to head which field: {field: header}."""
    left = {header: _HEADER_TAIL.sub("", header).strip() for header in headers}
    mapping: dict[str, str] = {}
    for field, pattern in _PATTERNS.items():
        for header, words in left.items():
            if pattern.fullmatch(words):
                mapping[field] = header
                del left[header]
                break
    return mapping


def is_total(text: str) -> bool:
    """Tell whether a row that begins with `text` sums others up."""
    return bool(_TOTAL.match(text))
