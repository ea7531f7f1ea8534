"""How far a seller may go from the engineer's prices.

A limit is a value: that of everybody, widened by those of the groups that someone is
in.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from .rounding import EXACT, Number, round_half_up, to_decimal

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Limit:
    """By how many percent a price may be below and above the engineer's.

    `math.inf` is any number of them. What keeps the margin of the whole at
    `margin_floor` percent is allowed, too; None: no margin allows anything.
    """

    decrease: float = 0.0
    increase: float = 0.0
    margin_floor: float | None = None

    @property
    def is_free(self) -> bool:
        """Whether prices, quantities and services are all the seller's."""
        return math.isinf(self.decrease) and math.isinf(self.increase)


FREE = Limit(math.inf, math.inf)


class Bounds(NamedTuple):
    """The lowest and the highest price; an infinite end is no limit."""

    lowest: float
    highest: float

    def admit(self, price: Number) -> bool:
        """Return whether the price is neither below nor above."""
        exact = to_decimal(price)
        return not (
            (math.isfinite(self.lowest) and exact < to_decimal(self.lowest))
            or (math.isfinite(self.highest) and exact > to_decimal(self.highest))
        )


def widest(limits: Iterable[Limit]) -> Limit:
    """Return what the most permissive of the limits allow; of none, nothing."""
    known = tuple(limits)
    floors = [one.margin_floor for one in known if one.margin_floor is not None]
    return Limit(
        max((one.decrease for one in known), default=0.0),
        max((one.increase for one in known), default=0.0),
        min(floors, default=None),
    )


def get_bounds(limit: Limit, calculated_price: Number, digits: int) -> Bounds:
    """Return between which prices a limit leaves a seller, rounded as prices are."""
    base = to_decimal(calculated_price)
    return Bounds(
        _get_end(base, -limit.decrease, digits), _get_end(base, limit.increase, digits)
    )


def carry(
    calculated: Number, corrected: Number, calculated_now: Number, digits: int
) -> float:
    """Return the price that is as far from the engineer's as it was before.

    Where that is the same, it is the same price; what was free, is corrected alike.
    """
    if calculated == calculated_now or not calculated:
        return float(corrected)
    share = EXACT.divide(to_decimal(corrected), to_decimal(calculated))
    price = EXACT.multiply(to_decimal(calculated_now), share)
    return float(round_half_up(price, digits))


def keeps_margin(limit: Limit, amount: Number, cost: Number) -> bool:
    """Return whether a margin allows what is sold for `amount`, whatever its prices."""
    if limit.margin_floor is None:
        return False
    sold = to_decimal(amount)
    margin = EXACT.subtract(sold, to_decimal(cost))
    return EXACT.multiply(margin, _HUNDRED) >= EXACT.multiply(
        to_decimal(limit.margin_floor), sold
    )


def discounted(price: Number, discount: Number) -> Decimal:
    """Return a price less a discount in percent, not rounded."""
    share = EXACT.divide(EXACT.subtract(_HUNDRED, to_decimal(discount)), _HUNDRED)
    return EXACT.multiply(to_decimal(price), share)


def _get_end(base: Decimal, percent: float, digits: int) -> float:
    if math.isinf(percent):
        return percent
    share = EXACT.divide(EXACT.multiply(base.copy_abs(), to_decimal(percent)), _HUNDRED)
    return float(round_half_up(EXACT.add(base, share), digits))
