"""Units of measure as people write them, and what tells one spelling from another."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from .look_alikes import fold

_KEPT_SIGNS = frozenset("%°")
_NUMBER_WITH_UNIT = re.compile(
    r"""(?P<number>[+-]?\d(?:[\d.,'\u2019]|\s(?=\d))*)  # 12,5 or 1 200.50
    \s*
    (?P<unit>(?![xх]\s*\d)[^\W\d_][^\d;=]*[23\u00b2\u00b3]?[\s,;.]*|[%°])""",
    re.VERBOSE,
)


class NumberWithUnit(NamedTuple):
    """A cell such as “12,5 м2”: its number and its unit, as they are written."""

    number: str
    unit: str


def get_key(text: str) -> str:
    """Return what is the same in all spellings of a unit: “м²”, “М2.” and “m 2”.

    Case, spaces, dots and dashes say nothing, a raised digit is a digit, and of letters
    that look alike nobody knows the alphabet.
    """
    return "".join(sign for sign in fold(text) if sign.isalnum() or sign in _KEPT_SIGNS)


def split_quantity(text: str) -> NumberWithUnit | None:
    """Return the number and the unit of a text that is both, None for any other."""
    match = _NUMBER_WITH_UNIT.fullmatch(text.strip())
    if not match:
        return None
    return NumberWithUnit(match["number"].rstrip(" ,"), match["unit"].rstrip(" ,;"))


# How people write the units of the host, by the names of their records: Russian and
# English, and codes of ОКЕИ and of UN/ECE Recommendation 20.
USUAL_SPELLINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "product_uom_unit": (
        *("шт", "штук", "штука", "штуки", "ед", "единица", "единиц", "единицы"),
        *("компл", "комплект", "комплекта", "комплектов", "к-т", "к-кт", "кмп"),
        *("pcs", "pc", "piece", "pieces", "ea", "each", "unit", "units", "nos"),
        *("set", "sets", "796", "642", "839", "H87", "C62"),
    ),
    "product_uom_dozen": ("дюжина", "дюж", "doz", "dozen", "dozens", "DZN", "641"),
    "product_uom_hour": (
        *("ч", "час", "часа", "часов", "чел.-ч", "чел.час", "чел/ч", "чел.-часов"),
        *("человеко-час", "человеко-часов", "маш.-ч", "маш.час", "норма-час", "н/ч"),
        *("h", "hr", "hrs", "hour", "hours", "man-hour", "man-hours", "mh"),
        *("356", "539", "HUR"),
    ),
    "product_uom_day": (
        *("дн", "день", "дня", "дней", "сут", "сутки", "чел.-дн", "человеко-день"),
        *("day", "days", "man-day", "man-days", "359", "540", "DAY"),
    ),
    "product_uom_minute": ("мин", "минута", "минут", "min", "minute", "355"),
    "product_uom_millimeter": (
        *("мм", "миллиметр", "миллиметров", "mm", "millimeter", "millimetre"),
        *("003", "MMT"),
    ),
    "product_uom_cm": (
        *("см", "сантиметр", "сантиметров", "cm", "centimeter", "centimetre"),
        *("004", "CMT"),
    ),
    "product_uom_meter": (
        *("м", "метр", "метра", "метров", "пог.м", "п.м", "м.п", "м.пог", "мп"),
        *("пог. метр", "погонный метр", "погонных метров", "метр погонный"),
        *("m", "meter", "metre", "meters", "metres", "lm", "rm", "lin.m", "run.m"),
        *("linear meter", "linear metre", "running meter", "running metre"),
        *("006", "018", "MTR"),
    ),
    "product_uom_km": (
        *("км", "километр", "километров", "km", "kilometer", "kilometre"),
        *("008", "KMT"),
    ),
    "product_uom_square_meter": (
        *("м2", "кв.м", "м.кв", "квм", "м кв", "кв. метр", "квадратный метр"),
        *("квадратных метров", "m2", "sqm", "sq.m", "sq. meter", "sq. metre"),
        *("square meter", "square metre", "square meters", "square metres"),
        *("055", "MTK"),
    ),
    "product_uom_milliliter": ("мл", "миллилитр", "ml", "milliliter", "MLT"),
    "product_uom_litre": (
        *("л", "литр", "литра", "литров", "l", "ltr", "liter", "litre", "liters"),
        *("litres", "112", "LTR"),
    ),
    "product_uom_cubic_meter": (
        *("м3", "куб.м", "м.куб", "м куб", "куб", "куб. метр", "кубический метр"),
        *("кубических метров", "m3", "cbm", "cu.m", "cum", "cubic meter"),
        *("cubic metre", "cubic meters", "cubic metres", "113", "MTQ"),
    ),
    "product_uom_gram": (
        "г",
        "гр",
        "грамм",
        "граммов",
        "g",
        "gr",
        "gram",
        "163",
        "GRM",
    ),
    "product_uom_kgm": (
        *("кг", "килограмм", "килограммов", "kg", "kgs", "kilogram", "kilograms"),
        *("166", "KGM"),
    ),
    "product_uom_ton": (
        *("т", "тн", "тонна", "тонны", "тонн", "t", "ton", "tons", "tonne", "tonnes"),
        *("168", "TNE"),
    ),
    "product_uom_oz": ("oz", "ounce", "ounces", "ONZ"),
    "product_uom_lb": ("lb", "lbs", "pound", "pounds", "LBR"),
    "product_uom_inch": ("in", "inch", "inches", "дюйм", "INH"),
    "product_uom_foot": ("ft", "foot", "feet", "lf", "lin.ft", "linear foot", "FOT"),
    "product_uom_yard": ("yd", "yard", "yards", "YRD"),
    "product_uom_mile": ("mi", "mile", "miles", "SMI"),
    "product_uom_square_foot": (
        *("ft2", "sqft", "sq.ft", "sf", "square foot", "square feet", "FTK"),
    ),
    "product_uom_cubic_foot": (
        *("ft3", "cuft", "cu.ft", "cf", "cubic foot", "cubic feet", "FTQ"),
    ),
    "product_uom_cubic_inch": ("in3", "cu.in", "cubic inch", "INQ"),
    "product_uom_kwh": ("кВт·ч", "кВтч", "квт.час", "kwh", "245"),
}
