"""Coefficients, unit prices, amounts and margins of a calculation's lines.

Numbers come and go as floats, which is what the host's fields hold. Prices,
coefficients and margins are computed exactly and rounded half-up, away from zero on a
tie. Amounts of lines follow the host's own arithmetic: see `round_amount`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .rounding import (
    EXACT,
    FLOAT_NOISE,
    InvalidNumber,
    Number,
    PricingError,
    round_amount,
    round_half_up,
    round_to,
    rounded_product,
    steps_per_unit,
    to_decimal,
    undisputed,
)

__all__ = [
    "InvalidNumber",
    "PricingError",
    "round_amount",
    "round_half_up",
    "round_to",
    "to_decimal",
]

COEFFICIENT_DIGITS = 6
PERCENT_DIGITS = 4

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class PriceFactor:
    """One of the numbers whose product is the engineer's price of a unit.

    `name` is the field of the line that holds it; of a factor `of_variant`, that of
    its variant, the same in all lines.
    """

    name: str
    of_variant: bool = False


BASE_PRICE = PriceFactor("base_price")
COEFFICIENT = PriceFactor("coefficient")
VARIANT_COEFFICIENT = PriceFactor("coefficient", of_variant=True)
# The price rule, unless an addon adds to it.
PRICE_FACTORS = (BASE_PRICE, COEFFICIENT, VARIANT_COEFFICIENT)


def get_multipliers(factors: Iterable[PriceFactor]) -> list[str]:
    """Return the names of the factors of a line that multiply its base price."""
    return [
        factor.name
        for factor in factors
        if not factor.of_variant and factor != BASE_PRICE
    ]


def combined_coefficient(values: Iterable[Number]) -> float:
    """Return the product of coefficient values, 1 for none, with COEFFICIENT_DIGITS."""
    return rounded_product(tuple(values), COEFFICIENT_DIGITS)


def coefficient_bounds(bounds: Iterable[tuple[Number, Number]]) -> tuple[float, float]:
    """Return the least and the greatest combined coefficient that `bounds` allow.

    `bounds` are (least, greatest) positive values, one pair a coefficient.
    """
    pairs = tuple(bounds)
    return (
        combined_coefficient(low for low, _high in pairs),
        combined_coefficient(high for _low, high in pairs),
    )


def calculated_price(factors: Iterable[Number], digits: int) -> float:
    """Return the engineer's price of one unit: the product of the price's factors."""
    return rounded_product(tuple(factors), digits)


def subtotal(
    quantity: float, price_unit: float, rounding: float, included_tax: float = 0.0
) -> float:
    """Return a line's amount before taxes, equal to that of the host's order line.

    `included_tax` is the part of that amount that the price has on top as tax.
    """
    amount = quantity * price_unit
    if included_tax:
        amount /= 1.0 + included_tax
    return round_amount(amount, rounding)


def included_tax(quantity: float, price_unit: float, price_subtotal: float) -> float:
    """Return the tax that a price includes, as a part of the amount without it.

    `subtotal` gives that amount again from it.
    """
    gross = quantity * price_unit
    return gross / price_subtotal - 1.0 if gross and price_subtotal else 0.0


def margin(
    price_subtotal: Number, quantity: Number, unit_cost: Number, rounding: Number
) -> float:
    """Return a line's amount less its cost, in steps of the currency."""
    cost = float(quantity) * float(unit_cost)
    amount = float(price_subtotal)
    noise = (abs(amount) + abs(cost)) * FLOAT_NOISE
    quick = undisputed(amount - cost, noise, steps_per_unit(rounding))
    if quick is not None:
        return quick
    exact_cost = EXACT.multiply(to_decimal(quantity), to_decimal(unit_cost))
    exact = EXACT.subtract(to_decimal(price_subtotal), exact_cost)
    return float(round_to(exact, rounding)) or 0.0


def correction_percent(calculated_price: Number, price_unit: Number) -> float:
    """Return by how many percent `price_unit` is above the engineer's price.

    Negative for a decrease; 0 where the engineer's price is 0.
    """
    if not calculated_price or calculated_price == price_unit:
        return 0.0
    base = to_decimal(calculated_price)
    change = EXACT.subtract(to_decimal(price_unit), base)
    percent = EXACT.divide(EXACT.multiply(change, _HUNDRED), base.copy_abs())
    return float(round_half_up(percent, PERCENT_DIGITS)) or 0.0
