"""Coefficients, unit prices, amounts and margins of a calculation's lines.

Numbers come and go as floats, which is what the host's fields hold; a float means
the decimal that it is written as (0.1 is one tenth). Prices, coefficients and
margins are computed exactly and rounded half-up, away from zero on a tie. Amounts
of lines follow the host's own arithmetic: see `round_amount`.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import (
    MAX_EMAX,
    MAX_PREC,
    MIN_EMIN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    InvalidOperation,
)
from functools import lru_cache

Number = float | Decimal

COEFFICIENT_DIGITS = 6
PERCENT_DIGITS = 4

_ONE = Decimal(1)
_HUNDRED = Decimal(100)
_INFINITY = Decimal("Infinity")
# Whatever the thread's own context is.
_EXACT = Context(prec=64, rounding=ROUND_HALF_UP)
# Wide enough for exact products of any number of floats.
_PRODUCT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
_HOST_TOLERANCE_BITS = 50
# Twice what writing a float as a decimal and multiplying it can add, relatively.
_FLOAT_NOISE = 2.0**-51


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


class PricingError(Exception):
    """Root of what pricing refuses."""


@dataclass(eq=False)
class InvalidNumber(PricingError):
    """The value is not a finite number."""

    value: object


@dataclass(eq=False)
class CorrectionOutOfLimits(PricingError):
    """The price is below `lowest` or above `highest`; an infinite end is no limit."""

    calculated_price: float
    price_unit: float
    lowest: float
    highest: float


def to_decimal(value: Number | str) -> Decimal:
    """Return the decimal that `value` is written as: of a float, its shortest repr.

    :raises InvalidNumber: the value is no number, or not a finite one
    """
    try:
        number = Decimal(repr(value) if isinstance(value, float) else value)
    except InvalidOperation as error:
        raise InvalidNumber(value) from error
    if not number.is_finite():
        raise InvalidNumber(value)
    return number


def round_half_up(value: Decimal, digits: int) -> Decimal:
    """Return `value` with `digits` decimals; a tie goes away from zero."""
    return value.quantize(_exponent(digits), context=_EXACT)


def round_to(value: Decimal, rounding: Number) -> Decimal:
    """Return the nearest multiple of `rounding`; a tie goes away from zero."""
    step = _step(rounding)
    steps = _EXACT.divide(value, step).to_integral_value(ROUND_HALF_UP)
    return _EXACT.multiply(steps, step)


def round_amount(amount: float, rounding: float) -> float:
    """Return `amount` rounded to a currency's `rounding`, exactly as the host does.

    It repeats, operation by operation, `float_round(amount, precision_rounding=...)`
    of Odoo 19, which takes for a tie whatever is less than 2**-50 of the amount below
    one. Exact decimals would round that down, one step less than the host's order: so
    would be about one random line in a thousand at 1e12 steps, and lines found on
    purpose from 1e5 steps on (0.000153 of 590,447,712.4183, rounded to 1, is 90,339).
    From 2**49 steps on (5.6e12 with two decimals) the tolerance exceeds half a step,
    and the host itself rounds an amount differently once and twice.
    """
    if not amount:
        return 0.0
    per_unit = _steps_per_unit(rounding)
    steps = abs(amount * per_unit if rounding < 1 else amount / rounding)
    steps += 2.0 ** (math.log2(steps) - _HOST_TOLERANCE_BITS)
    part = steps % 1.0
    whole = math.copysign(steps - part + (part >= 0.5), amount) or 0.0
    return whole / per_unit if rounding < 1 else whole * rounding


def combined_coefficient(values: Iterable[Number]) -> float:
    """Return the product of coefficient values, 1 for none, with COEFFICIENT_DIGITS."""
    return _rounded_product(tuple(values), COEFFICIENT_DIGITS)


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
    return _rounded_product(tuple(factors), digits)


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


def margin(
    price_subtotal: Number, quantity: Number, unit_cost: Number, rounding: Number
) -> float:
    """Return a line's amount less its cost, in steps of the currency."""
    cost = float(quantity) * float(unit_cost)
    amount = float(price_subtotal)
    noise = (abs(amount) + abs(cost)) * _FLOAT_NOISE
    quick = _undisputed(amount - cost, noise, _steps_per_unit(rounding))
    if quick is not None:
        return quick
    exact_cost = _EXACT.multiply(to_decimal(quantity), to_decimal(unit_cost))
    exact = _EXACT.subtract(to_decimal(price_subtotal), exact_cost)
    return float(round_to(exact, rounding)) or 0.0


def correction_percent(calculated_price: Number, price_unit: Number) -> float:
    """Return by how many percent `price_unit` is above the engineer's price.

    Negative for a decrease; 0 where the engineer's price is 0.
    """
    if not calculated_price or calculated_price == price_unit:
        return 0.0
    base = to_decimal(calculated_price)
    change = _EXACT.subtract(to_decimal(price_unit), base)
    percent = _EXACT.divide(_EXACT.multiply(change, _HUNDRED), base.copy_abs())
    return float(round_half_up(percent, PERCENT_DIGITS)) or 0.0


def check_correction(
    calculated_price: Number,
    price_unit: Number,
    max_decrease_percent: Number | None,
    max_increase_percent: Number | None,
) -> None:
    """Check a manager's price against the direction's limits; None is no limit.

    :raises CorrectionOutOfLimits: the price is below the lowest or above the highest
    """
    base, price = to_decimal(calculated_price), to_decimal(price_unit)
    lowest = _limit(base, max_decrease_percent, -1)
    highest = _limit(base, max_increase_percent, 1)
    if not lowest <= price <= highest:
        raise CorrectionOutOfLimits(
            float(base), float(price), float(lowest), float(highest)
        )


def _rounded_product(factors: tuple[Number, ...], digits: int) -> float:
    product = math.prod(map(float, factors))
    noise = abs(product) * (len(factors) + 1) * _FLOAT_NOISE
    quick = _undisputed(product, noise, 10.0**digits)
    if quick is not None:
        return quick
    exact = _ONE
    for factor in factors:
        exact = _PRODUCT.multiply(exact, to_decimal(factor))
    return float(round_half_up(exact, digits)) or 0.0


def _undisputed(value: float, noise: float, per_unit: float) -> float | None:
    """Return `value` in whole steps, None where its `noise` reaches a tie.

    A decimal costs five times as much as a float, and only ties need it.
    """
    steps = abs(value) * per_unit
    part = steps % 1.0
    if abs(part - 0.5) > noise * per_unit and per_unit.is_integer():
        return math.copysign(steps - part + (part > 0.5), value) / per_unit or 0.0
    return None


def _limit(base: Decimal, percent: Number | None, sign: int) -> Decimal:
    if percent is None:
        return sign * _INFINITY
    share = _EXACT.multiply(base.copy_abs(), to_decimal(percent))
    return _EXACT.add(base, _EXACT.divide(share, sign * _HUNDRED))


@lru_cache
def _exponent(digits: int) -> Decimal:
    return _ONE.scaleb(-digits)


@lru_cache
def _step(rounding: Number) -> Decimal:
    return to_decimal(rounding)


@lru_cache
def _steps_per_unit(rounding: float) -> float:
    return float(_EXACT.divide(_ONE, to_decimal(rounding)))
