"""Exact numbers, and how they are rounded: prices half-up, amounts as the host does.

A float means the decimal that it is written as: 0.1 is one tenth.
"""

import math
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

_ONE = Decimal(1)
# Whatever the thread's own context is.
EXACT = Context(prec=64, rounding=ROUND_HALF_UP)
# Wide enough for exact products of any number of floats.
_PRODUCT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
_HOST_TOLERANCE_BITS = 50
# Twice what writing a float as a decimal and multiplying it can add, relatively.
FLOAT_NOISE = 2.0**-51


class PricingError(Exception):
    """Root of what pricing refuses."""


@dataclass(eq=False)
class InvalidNumber(PricingError):
    """The value is not a finite number."""

    value: object


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
    return value.quantize(_exponent(digits), context=EXACT)


def round_to(value: Decimal, rounding: Number) -> Decimal:
    """Return the nearest multiple of `rounding`; a tie goes away from zero."""
    step = _step(rounding)
    steps = EXACT.divide(value, step).to_integral_value(ROUND_HALF_UP)
    return EXACT.multiply(steps, step)


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
    per_unit = steps_per_unit(rounding)
    steps = abs(amount * per_unit if rounding < 1 else amount / rounding)
    steps += 2.0 ** (math.log2(steps) - _HOST_TOLERANCE_BITS)
    part = steps % 1.0
    whole = math.copysign(steps - part + (part >= 0.5), amount) or 0.0
    return whole / per_unit if rounding < 1 else whole * rounding


def rounded_product(factors: tuple[Number, ...], digits: int) -> float:
    product = math.prod(map(float, factors))
    noise = abs(product) * (len(factors) + 1) * FLOAT_NOISE
    quick = undisputed(product, noise, 10.0**digits)
    if quick is not None:
        return quick
    exact = _ONE
    for factor in factors:
        exact = _PRODUCT.multiply(exact, to_decimal(factor))
    return float(round_half_up(exact, digits)) or 0.0


def undisputed(value: float, noise: float, per_unit: float) -> float | None:
    """Return `value` in whole steps, None where its `noise` reaches a tie.

    A decimal costs five times as much as a float, and only ties need it.
    """
    steps = abs(value) * per_unit
    part = steps % 1.0
    if abs(part - 0.5) > noise * per_unit and per_unit.is_integer():
        return math.copysign(steps - part + (part > 0.5), value) / per_unit or 0.0
    return None


@lru_cache
def _exponent(digits: int) -> Decimal:
    return _ONE.scaleb(-digits)


@lru_cache
def _step(rounding: Number) -> Decimal:
    return to_decimal(rounding)


@lru_cache
def steps_per_unit(rounding: float) -> float:
    return float(EXACT.divide(_ONE, to_decimal(rounding)))
