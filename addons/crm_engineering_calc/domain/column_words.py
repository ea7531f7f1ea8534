"""What the columns of people's sheets are called, English and Russian."""

import re
import unicodedata
from collections.abc import Mapping

from .look_alikes import unmix
from .text_enum import TextEnum


class ColumnField(TextEnum):
    """What a column can hold: a field of an `EstimateLine`, or its origin.

    The origin is hidden: the formula that a line had when it was written, or what a
    section hides; so is the origin of its opening. The amount of somebody's line is
    checked, its position is not read.
    """

    REF = "ref"
    ORIGIN = "origin"
    KIND = "kind"
    PRODUCT_CODE = "product_code"
    NAME = "name"
    UNIT = "unit"
    FORMULA = "formula"
    OPENING = "opening"
    OPENING_ORIGIN = "opening_origin"
    QUANTITY = "quantity"
    BASE_PRICE = "base_price"
    COEFFICIENTS = "coefficients"
    COEFFICIENT = "coefficient"
    COEFFICIENT_REASON = "coefficient_reason"
    PRICE_UNIT = "price_unit"
    POSITION = "position"
    AMOUNT = "amount"


# Patterns of whole headers, as `get_plain` has them. Fields that stand earlier choose
# first, and a pattern that stands earlier before the next.
_HEADERS: Mapping[ColumnField, tuple[str, ...]] = {
    ColumnField.COEFFICIENT_REASON: (
        "why corrected|coefficient reason",
        "почему исправлен.*|причина.*коэф.*",
    ),
    ColumnField.COEFFICIENTS: ("coefficients|коэффициенты|надбавки",),
    ColumnField.COEFFICIENT: (
        "(overall |total )?coeff?(icient)?|multiplier|factor",
        "(общий |поправочный )?коэфф?(ициент)?|к т",
    ),
    ColumnField.FORMULA: ("formula|формула( .*)?",),
    ColumnField.QUANTITY: (
        # Beside the quantity of one unit, as norms have it.
        "total (quantity|qty)|(quantity|qty) total",
        "(к во|кол ?во|количество|об[ъь]?ем) (.* )?(всего|итого|общ(ее|ий)?)( с .*)?",
        "quantity|qty|q ty|quant|volume|(quantity|qty) .*",
        "count",
        "к во( .*)?|кол|кол ?во( .*)?|количество( .*)?|кол ич( .*)?",
        "об[ъь]?ем( .*)?",
    ),
    ColumnField.AMOUNT: (
        "(line |total )?(amount|sum|value)( .*)?|(line )?total( .*)?|extended.*",
        "(цена|стоимость) (.* )?(всего|итого|общая)( .*)?",
        "общая (стоимость|цена|сумма).*|сумма( .*)?",
        "всего( .*)?|итого( .*)?",
    ),
    ColumnField.BASE_PRICE: (
        "(base |unit )?price( (per|for|each|unit|a|one) .*)?|unit (price|cost|rate).*",
        "(base |unit )?price( (?!total)[a-z]{1,4})?|rate|cost per .*",
        "(цена|стоимость|расценка) (.* )?(за|на) (1 )?ед.*|(цена|стоимость) ед.*",
        "(базовая )?цена( .*)?|расценка( .*)?|тариф( .*)?",
        "стоимость фикс|стоимость за .*|стоимость( .*)?",
    ),
    ColumnField.PRODUCT_CODE: (
        "((service|product|item) )?code|sku|article|(item|part) (no|number)",
        "(internal )?reference",
        "артикул|код( .*)?|шифр( .*)?|обоснование( .*)?|внутренний (артикул|код)",
    ),
    ColumnField.UNIT: (
        "units?( of measure(ment)?)?|uom|u m|measure",
        "ед( ?изм.*)?|единиц[аы]( изм.*)?|изм",
    ),
    ColumnField.NAME: (
        "((service|product|item) )?(name|description)",
        "(полное )?(наименование|название)( .*)?",
        "services?|items?|works?|description of .*|scope( .*)?",
        "(виды? |перечень )?работ[аы]?( .*)?|услуг[аи]( .*)?|описание( .*)?",
        "номенклатура( .*)?|материалы?( .*)?|товары?( .*)?",
        "издели[ея]( .*)?|продукция( .*)?|конструкци[яи]( .*)?|состав( работ.*)?",
        "what|product|task|activity|element|component",
        "position|позиция",
    ),
    ColumnField.KIND: ("kind|line type|вид|тип( строки)?",),
    ColumnField.POSITION: (
        "no|n|#|nn|item no|pos|position",
        "(no )?п п( .*)?|номер( .*)?|пп|поз|позиция",
    ),
}
# What is written of a thing that has a name.
REMARKS = re.compile(
    "(примечани|комментари|размер|габарит|срок|марка|цвет|страна|производител|ответствен"
    "|note|remark|comment|size|colou?r|dimension|maker|manufacturer|vendor|supplier"
    "|date|дата).*"
)
# Beside a price, what is called so is the amount.
COSTS = ("стоимость", "cost")
_COST = (ColumnField.AMOUNT, "стоимость( .*)?|cost")
# What is of one unit is a price, however it is called.
_OF_ONE = (
    ColumnField.BASE_PRICE,
    "(.* )?(цена|стоимость|расценка|всего|итого|сумма) (.* )?(за|на) (1 )?ед.*",
)
# Words that tell little, where nothing else was told.
_LAST = (
    (ColumnField.AMOUNT, ".*стоимость .*(всего|итого|общая)( .*)?"),
    (ColumnField.BASE_PRICE, ".*(цена|расценка)( .*)?"),
    (ColumnField.AMOUNT, ".*(стоимость|сумма)( .*)?"),
)
PATTERNS = [
    (field, re.compile(pattern))
    for field, pattern in (
        _OF_ONE,
        *((field, one) for field, several in _HEADERS.items() for one in several),
        _COST,
        *_LAST,
    )
]
# What stands behind a comma or in brackets tells the unit: "Price, RUB", "Кол-во (шт)".
_TAIL = re.compile(r"[,(:;*][^,(:;*]*")


def get_plain(header: str) -> str:
    """Return the words of a header, without what tells the unit."""
    text = unicodedata.normalize("NFKC", unmix(header)).casefold().replace("ё", "е")
    # The second row of a header may follow what a comma tells of the first one.
    text = re.sub(r",\s*(?:тыс\.?\s*)?(?:руб|р|rub|usd|eur|[$€₽])\b\.?", " ", text)
    text = _TAIL.sub("", text)
    return " ".join(re.sub(r"[^\w#]+", " ", text).split())
