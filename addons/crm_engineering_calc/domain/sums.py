"""Totals of somebody's sheet beside the sums of its lines."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

# What each line may be off by: sheets round as they like.
_STEP = Decimal("0.005")
_LEAST = Decimal("0.01")


class SheetLine(NamedTuple):
    """A line that is taken: its row, its amount here and, if it says one, there."""

    row: int
    amount: Decimal
    theirs: Decimal | None = None


class SheetHead(NamedTuple):
    """A section begins."""

    row: int


class SheetTotal(NamedTuple):
    """A row that sums others up. A tax is added to what stands above it."""

    row: int
    text: str
    amount: Decimal | None
    is_tax: bool = False
    is_included: bool = False


class CheckedTotal(NamedTuple):
    """A total of the sheet, and the sum of lines that it seems to be of."""

    row: int
    text: str
    theirs: Decimal
    ours: Decimal

    @property
    def agrees(self) -> bool:
        return self.theirs == self.ours


Item = SheetLine | SheetHead | SheetTotal


def check_totals(items: Iterable[Item]) -> list[CheckedTotal]:
    """Return each total beside the sum that it is nearest to.

    A total may be of its section, of what stands since the total before it, or of all,
    with or without the taxes above it. Taxes are not checked, nor what is a part of a
    sum. What differs by no more than roundings agrees.
    """
    return list(_check(items))


def _check(items: Iterable[Item]) -> Iterator[CheckedTotal]:
    everything = section = since = taxes = Decimal(0)
    count = 0
    for item in items:
        match item:
            case SheetHead():
                section = since = Decimal(0)
            case SheetLine(amount=amount):
                count += 1
                everything += amount
                section += amount
                since += amount
            case SheetTotal(amount=None):
                continue
            case SheetTotal(is_included=True):
                continue
            case SheetTotal(is_tax=True, amount=Decimal() as amount):
                taxes += amount
            case SheetTotal(row=row, text=text, amount=Decimal() as theirs):
                sums = [everything, everything + taxes, section, since]
                ours = min(sums, key=lambda one: abs(one - theirs))
                if abs(ours - theirs) <= max(_LEAST, _STEP * count):
                    ours = theirs
                yield CheckedTotal(row, text, theirs, ours)
                since = Decimal(0)


def get_sum(items: Iterable[Item]) -> Decimal:
    """Return what all lines sum up to."""
    lines = (item for item in items if isinstance(item, SheetLine))
    return sum((line.amount for line in lines), start=Decimal(0))


def get_differing_lines(items: Iterable[Item]) -> list[int]:
    """Return the rows whose own amount is not what quantity and price make."""
    return [
        item.row
        for item in items
        if isinstance(item, SheetLine)
        and item.theirs is not None
        and abs(item.theirs - item.amount) > _LEAST
    ]
