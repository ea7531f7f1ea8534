"""What of a proposal goes further than its seller may, and than was calculated.

A price that was agreed within somebody's limit is no excess of another's.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .limits import Bounds, Limit, discounted, get_bounds, keeps_margin
from .rounding import EXACT, Number, to_decimal
from .text_enum import TextEnum


class ExcessKind(TextEnum):
    PRICE = "price"
    TOTAL = "total"
    QUANTITY = "quantity"
    ADDED = "added"
    REMOVED = "removed"
    TAXES = "taxes"
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
    :param untaxed: what all of it is sold for before taxes, which prices may include;
        None: as much as its price says
    :param taxes: which taxes somebody has chosen instead of which, in words
    """

    name: str
    calculated_price: Number = 0.0
    calculated_quantity: Number | None = None
    agreed_price: Number = 0.0
    unit_cost: Number = 0.0
    quantity: Number | None = None
    price: Number = 0.0
    untaxed: Number | None = None
    taxes: str = ""

    def get_untaxed(self, price: Number) -> Decimal:
        """Return what the line would be sold for before taxes at another price."""
        amount = EXACT.multiply(to_decimal(price), to_decimal(self.quantity or 0))
        gross = EXACT.multiply(to_decimal(self.price), to_decimal(self.quantity or 0))
        if self.untaxed is None or not gross:
            return amount
        share = EXACT.divide(to_decimal(self.untaxed), gross)
        return EXACT.multiply(amount, share)


def find_excesses(
    limit: Limit,
    lines: Sequence[SoldLine],
    discount: Number,
    digits: int,
    rounding: Number,
) -> list[Excess]:
    """Return what of the lines goes further than the limit.

    What was added carries nothing of a discount, nor of a margin.

    :param discount: the untaxed sum of the lines that only take something off, negative
    """
    if limit.is_free:
        return []
    sold = [line for line in lines if _is_as_calculated(line)]
    content = [excess for line in lines for excess in _find_in_content(line)]
    prices = [excess for line in sold for excess in _find_in_price(limit, line, digits)]
    prices += _find_in_total(limit, sold, discount, rounding)
    if prices and keeps_margin(limit, _sum(sold, discount), _get_cost(sold)):
        prices = []
    return prices + content


def _is_as_calculated(line: SoldLine) -> bool:
    return line.quantity is not None and line.calculated_quantity is not None


def _find_in_content(line: SoldLine) -> Iterable[Excess]:
    if line.taxes:
        yield Excess(ExcessKind.TAXES, f"{line.name}: {line.taxes}")
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
        lowest += line.get_untaxed(min(share, to_decimal(line.agreed_price)))
    total = _sum(lines, discount)
    if total + to_decimal(rounding) < lowest:
        yield Excess(
            ExcessKind.TOTAL,
            calculated=float(
                sum(line.get_untaxed(line.calculated_price) for line in lines)
            ),
            sold=float(total),
        )


def _sum(lines: Sequence[SoldLine], discount: Number) -> Decimal:
    total = to_decimal(discount)
    for line in lines:
        total += line.get_untaxed(line.price)
    return total


def _get_cost(lines: Sequence[SoldLine]) -> Decimal:
    return sum(
        (
            EXACT.multiply(to_decimal(line.unit_cost), to_decimal(line.quantity or 0))
            for line in lines
        ),
        Decimal(0),
    )
