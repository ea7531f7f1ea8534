from decimal import Decimal

from odoo.tools.misc import formatLang

# Of what people enter, and more than any of it has.
MAX_DECIMALS = 10
# A decimal with more is no number of the exchange.
DECIMALS_IN_FILES = 15


def format_number(env, value):
    """Return a number as the user's language writes it, without trailing zeros."""
    decimals = -to_number(value).normalize().as_tuple().exponent
    return formatLang(env, float(value), digits=min(max(decimals, 0), MAX_DECIMALS))


def to_number(value):
    """Return a float as a decimal, with the 15 digits that a float keeps of any."""
    number = Decimal(f"{value:.15g}")
    if -number.as_tuple().exponent > DECIMALS_IN_FILES:
        return round(number, DECIMALS_IN_FILES)
    return number
