"""How far a seller may go from the engineer's prices, and what goes further.

A limit is a value: that of everybody, widened by those of the groups that someone is
in. A price that was agreed within somebody's limit is no excess of another's.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from .rounding import EXACT, Number, round_half_up, to_decimal
from .text_enum import TextEnum

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


# === WHAT GOES FURTHER ===


class ExcessKind(TextEnum):
    PRICE = "price"
    TOTAL = "total"
    QUANTITY = "quantity"
    ADDED = "added"
    REMOVED = "removed"
    CURRENCY = "currency"


@dataclass(frozen=True)
class Excess:
    """What is sold otherwise than `calculated`, further than the limit goes.

    The numbers are prices, quantities or totals, as the kind says.
    """

    kind: ExcessKind
    name: str = ""
    calculated: float = 0.0
    sold: float = 0.0


@dataclass(frozen=True)
class SoldLine:
    """What a proposal sells a line for, beside what the engineer has calculated.

    :param calculated_quantity: None: the engineer has calculated no such line
    :param agreed_price: the price in the variant, within the limit of who set it
    :param quantity: None: the proposal has left the line out
    :param price: what a unit costs, less the line's discount
    """

    name: str
    calculated_price: Number = 0.0
    calculated_quantity: Number | None = None
    agreed_price: Number = 0.0
    unit_cost: Number = 0.0
    quantity: Number | None = None
    price: Number = 0.0


def find_excesses(
    limit: Limit,
    lines: Sequence[SoldLine],
    discount: Number,
    untaxed: Number,
    digits: int,
    rounding: Number,
) -> list[Excess]:
    """Return what of the lines goes further than the limit.

    :param discount: the sum of the lines that only take something off, negative
    :param untaxed: what all is sold for before taxes, of which the margin is a part
    """
    if limit.is_free:
        return []
    sold = [line for line in lines if _is_as_calculated(line)]
    content = [excess for line in lines for excess in _find_in_content(line)]
    prices = [excess for line in sold for excess in _find_in_price(limit, line, digits)]
    prices += _find_in_total(limit, sold, discount, rounding)
    if prices and keeps_margin(limit, untaxed, _get_cost(sold)):
        prices = []
    return prices + content


def _is_as_calculated(line: SoldLine) -> bool:
    return line.quantity is not None and line.calculated_quantity is not None


def _find_in_content(line: SoldLine) -> Iterable[Excess]:
    if line.calculated_quantity is None:
        yield Excess(
            ExcessKind.ADDED,
            line.name,
            sold=float(line.quantity or 0) * float(line.price),
        )
    elif line.quantity is None:
        yield Excess(
            ExcessKind.REMOVED, line.name, calculated=float(line.calculated_quantity)
        )
    elif line.quantity != line.calculated_quantity:
        yield Excess(
            ExcessKind.QUANTITY,
            line.name,
            float(line.calculated_quantity),
            float(line.quantity),
        )


def _find_in_price(limit: Limit, line: SoldLine, digits: int) -> Iterable[Excess]:
    bounds = get_bounds(limit, line.calculated_price, digits)
    agreed = float(line.agreed_price)
    bounds = Bounds(min(bounds.lowest, agreed), max(bounds.highest, agreed))
    if not bounds.admit(line.price):
        yield Excess(
            ExcessKind.PRICE,
            line.name,
            float(line.calculated_price),
            float(line.price),
        )


def _find_in_total(
    limit: Limit, lines: Sequence[SoldLine], discount: Number, rounding: Number
) -> Iterable[Excess]:
    """Yield a total that a discount takes below that of the lowest prices."""
    if not discount or math.isinf(limit.decrease):
        return
    lowest = Decimal(0)
    for line in lines:
        share = discounted(line.calculated_price, limit.decrease)
        price = min(share, to_decimal(line.agreed_price))
        lowest += EXACT.multiply(price, to_decimal(line.quantity or 0))
    total = _sum(lines, discount)
    if total + to_decimal(rounding) < lowest:
        yield Excess(
            ExcessKind.TOTAL,
            calculated=sum(
                float(line.calculated_price) * float(line.quantity or 0)
                for line in lines
            ),
            sold=float(total),
        )


def _sum(lines: Sequence[SoldLine], discount: Number) -> Decimal:
    total = to_decimal(discount)
    for line in lines:
        total += EXACT.multiply(to_decimal(line.price), to_decimal(line.quantity or 0))
    return total


def _get_cost(lines: Sequence[SoldLine]) -> Decimal:
    return sum(
        (
            EXACT.multiply(to_decimal(line.unit_cost), to_decimal(line.quantity or 0))
            for line in lines
        ),
        Decimal(0),
    )


def _get_end(base: Decimal, percent: float, digits: int) -> float:
    if math.isinf(percent):
        return percent
    share = EXACT.divide(EXACT.multiply(base.copy_abs(), to_decimal(percent)), _HUNDRED)
    return float(round_half_up(EXACT.add(base, share), digits))
