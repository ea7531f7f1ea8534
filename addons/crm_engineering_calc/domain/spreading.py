"""A correction of many lines: their prices add up to the total that was asked for.

Prices keep the proportions of the engineer's. What rounding leaves over is placed
line by line, always in the same way: on those that lost most by it, the greatest
quantities first, and what these can't take, on the smaller ones.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from operator import attrgetter

from .limits import Bounds
from .rounding import Number, round_amount, to_decimal

ANY_PRICE = Bounds(0.0, math.inf)
# Lines whose prices are tried together, and how many combinations of them.
_TRIED_LINES = 4
_TRIED = 5000


@dataclass(frozen=True)
class Share:
    """A line that takes its part of a correction.

    :param price: the engineer's, which the new price is in proportion to
    """

    quantity: float
    price: float
    bounds: Bounds = ANY_PRICE


@dataclass(frozen=True)
class Spread:
    """The prices of lines, in their order, and what they add up to."""

    prices: tuple[float, ...]
    total: float


@dataclass
class _Place:
    """A line whose price is a number of steps."""

    share: Share
    ideal: Fraction
    steps: int = field(init=False)

    def __post_init__(self) -> None:
        self.steps = max(math.floor(self.ideal + Fraction(1, 2)), 0)

    @property
    def left(self) -> Fraction:
        """What the rounding of the price has taken off."""
        return self.ideal - self.steps


class _Ruler:
    """Amounts in steps of the currency, of prices in steps of their precision."""

    def __init__(self, digits: int, rounding: float, per_line: bool) -> None:
        self.digits = digits
        self.rounding = rounding
        self.per_line = per_line
        self.price_step = Fraction(1, 10**digits)
        self.step = Fraction(to_decimal(rounding))

    def get_amount(self, place: _Place, moved: int = 0) -> Fraction:
        price = self.get_price(place.steps + moved)
        if self.per_line:
            amount = round_amount(place.share.quantity * price, self.rounding)
            return Fraction(round(amount / self.rounding))
        return exact(place.share.quantity) * exact(price) / self.step

    def get_price(self, steps: int) -> float:
        return float(steps * self.price_step)

    def get_gain(self, quantity: float) -> Fraction:
        """Return what a step of the price of so many is worth."""
        return exact(quantity) * self.price_step / self.step

    def get_room(self, place: _Place) -> tuple[int, float]:
        """Return by how many steps the price may go down, negative, and up."""
        low, high = place.share.bounds
        lowest = math.ceil(exact(max(low, 0.0)) / self.price_step)
        down = min(lowest - place.steps, 0)
        if math.isinf(high):
            return down, math.inf
        return down, max(math.floor(exact(high) / self.price_step) - place.steps, 0)


def exact(value: Number) -> Fraction:
    """Return the number that a float is written as."""
    return Fraction(to_decimal(value))


def spread(
    shares: Iterable[Share],
    total: float,
    digits: int,
    rounding: float,
    per_line: bool = True,
) -> Spread:
    """Return prices in proportion to those of the shares, which add up to `total`.

    Where quantities and bounds allow no such prices, they come near it.

    :param digits: of prices
    :param rounding: of the currency
    :param per_line: whether amounts are rounded each, and not their sum
    """
    ruler = _Ruler(digits, rounding, per_line)
    shares = tuple(shares)
    sums = [exact(share.quantity) * exact(share.price) for share in shares]
    before = sum(sums, Fraction(0))
    factor = exact(total) / before if before else Fraction(1)
    places = [
        _Place(share, exact(share.price) * factor / ruler.price_step)
        for share in shares
    ]
    target = round(exact(total) / ruler.step)
    movable = [
        place for place in places if place.share.quantity > 0 and place.share.price
    ]
    if before:
        _place_rest(ruler, movable, places, target)
        _try_together(ruler, movable, places, target)
    steps = _round(_measure(ruler, places))
    return Spread(
        tuple(ruler.get_price(place.steps) for place in places),
        float(steps * ruler.step),
    )


def _measure(ruler: _Ruler, places: Sequence[_Place]) -> Fraction:
    return sum((ruler.get_amount(place) for place in places), Fraction(0))


def _round(amount: Fraction) -> int:
    return math.floor(amount + Fraction(1, 2))


def _place_rest(
    ruler: _Ruler, movable: Sequence[_Place], places: Sequence[_Place], target: int
) -> None:
    """Give lines of equal quantity the same number of steps, and some one more."""
    alike = defaultdict(list)
    for place in movable:
        alike[place.share.quantity].append(place)
    rest = target - _measure(ruler, places)
    for quantity, group in sorted(alike.items(), reverse=True):
        moves = round(rest / ruler.get_gain(quantity))
        sign = 1 if moves > 0 else -1
        each, more = divmod(abs(moves), len(group))
        if not moves:
            continue
        before = _measure(ruler, group)
        by_loss = sorted(group, key=attrgetter("left"), reverse=sign > 0)
        for number, place in enumerate(by_loss):
            down, up = ruler.get_room(place)
            wanted = sign * (each + (number < more))
            place.steps += int(max(min(wanted, up), down))
        rest -= _measure(ruler, group) - before


def _try_together(
    ruler: _Ruler, movable: Sequence[_Place], places: Sequence[_Place], target: int
) -> None:
    """Move a few lines against each other, as little as meets the total."""
    rest = target - _measure(ruler, places)
    if _is_met(rest):
        return
    tried = _choose_tried(movable)
    reach = int((_TRIED ** (1 / max(len(tried), 1)) - 1) / 2)
    found: dict[Fraction, tuple[int, tuple[int, ...]]] = {Fraction(0): (0, ())}
    for place in tried:
        found = _add_moves(ruler, place, reach, found)
    nearest = min(
        found,
        key=lambda gained: (
            not _is_met(rest - gained),
            abs(rest - gained),
            found[gained],
        ),
    )
    if _is_met(rest - nearest) or abs(rest - nearest) < abs(rest):
        for place, moved in zip(tried, found[nearest][1], strict=True):
            place.steps += moved


def _is_met(rest: Fraction) -> bool:
    """Return whether a sum that so much is missing of is rounded to the total."""
    return -Fraction(1, 2) < rest <= Fraction(1, 2)


def _choose_tried(movable: Sequence[_Place]) -> list[_Place]:
    """Return one line of each of the least quantities."""
    by_quantity = {place.share.quantity: place for place in reversed(movable)}
    return [by_quantity[quantity] for quantity in sorted(by_quantity)][:_TRIED_LINES]


def _add_moves(
    ruler: _Ruler,
    place: _Place,
    reach: int,
    found: dict[Fraction, tuple[int, tuple[int, ...]]],
) -> dict[Fraction, tuple[int, tuple[int, ...]]]:
    """Return what is gained with moves of one more line, each by the least moves."""
    down, up = ruler.get_room(place)
    now = ruler.get_amount(place)
    least: dict[Fraction, tuple[int, tuple[int, ...]]] = {}
    for moved in range(max(-reach, down), int(min(reach, up)) + 1):
        gain = ruler.get_amount(place, moved) - now
        for gained, (cost, moves) in found.items():
            way = (cost + abs(moved), (*moves, moved))
            total = gained + gain
            if total not in least or way < least[total]:
                least[total] = way
    return least
