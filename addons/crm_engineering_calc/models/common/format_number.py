from ast import literal_eval
from decimal import Decimal
from functools import lru_cache

from odoo.tools import float_round
from odoo.tools.misc import get_lang

from odoo.addons.base.models.res_lang import intersperse

# A table repeats its numbers, and what stands before their decimal points.
MOST_KEPT = 10_000
# Of what people enter, and more than any of it has.
MAX_DECIMALS = 10
# A decimal with more is no number of the exchange.
DECIMALS_IN_FILES = 15
NBSP = "\N{NO-BREAK SPACE}"
WORD_JOINER = "\N{ZERO WIDTH NO-BREAK SPACE}"


def format_number(env, value):
    """Return a number as the user's language writes it, without trailing zeros."""
    return format_float(env, float(value), _count_decimals(value))


@lru_cache(MOST_KEPT)
def _count_decimals(value):
    decimals = -to_number(value).normalize().as_tuple().exponent
    return min(max(decimals, 0), MAX_DECIMALS)


def format_price(env, value):
    """Return a price as the user's language writes it, with the decimals of prices."""
    digits = env["decimal.precision"].precision_get("Product Price")
    return format_float(env, value, digits)


def format_amount(env, amount, currency):
    """Return what the host's `format_amount` does, in less time: see below."""
    rounded = round_amount(amount, currency) + 0.0
    number = format_float(env, rounded, currency.decimal_places)
    number = number.replace(" ", NBSP).replace("-", f"-{WORD_JOINER}")
    symbol = currency.symbol or ""
    if currency.position == "before":
        return f"{symbol}{NBSP}{number}"
    return f"{number}{NBSP}{symbol}"


def round_amount(amount, currency):
    """Return what the currency rounds an amount to: most are rounded already."""
    decimals = currency.decimal_places
    if amount == round(amount, decimals) and currency.rounding == 10.0**-decimals:
        return amount
    return round(currency.round(amount), decimals)


def format_float(env, value, digits):
    """Return what the host's `formatLang` does, in less time.

    The host looks for the language and reads its grouping anew for each number: of
    hundreds in a table.
    """
    lang = env["res.lang"]._get_data(code=env.context.get("lang")) or get_lang(env)
    rounded = value or 0.0
    # Most are rounded already.
    if rounded != round(rounded, digits):
        rounded = float_round(
            rounded, precision_digits=digits, rounding_method="HALF-EVEN"
        )
    whole, *decimals = f"{rounded:.{digits}f}".split(".")
    whole = _write_whole(whole, lang.grouping, lang.thousands_sep or "")
    return lang.decimal_point.join([whole, *decimals])


@lru_cache(MOST_KEPT)
def _write_whole(digits, grouping, separator):
    return intersperse(digits, literal_eval(grouping), separator)[0]


def to_number(value):
    """Return a float as a decimal, with the 15 digits that a float keeps of any."""
    number = Decimal(f"{value:.15g}")
    if -number.as_tuple().exponent > DECIMALS_IN_FILES:
        return round(number, DECIMALS_IN_FILES)
    return number
