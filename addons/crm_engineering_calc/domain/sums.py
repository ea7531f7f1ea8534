"""Totals of somebody's sheet beside the sums of its lines."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from .row_words import names_tax

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


class SheetDiscount(NamedTuple):
    """A row that takes a sum off what stands above it, or a percentage of that."""

    row: int
    text: str
    amount: Decimal | None = None
    percent: Decimal | None = None


class CheckedTotal(NamedTuple):
    """A total of the sheet, and the sum of lines that it seems to be of.

    `discount` is what the sheet has taken off that sum.
    """

    row: int
    text: str
    theirs: Decimal
    ours: Decimal
    discount: Decimal = Decimal(0)

    @property
    def agrees(self) -> bool:
        return self.theirs == self.ours - self.discount


class TakenOff(NamedTuple):
    """What a discount is in money, and in percent of the lines, if it is of all."""

    row: int
    text: str
    amount: Decimal
    percent: Decimal | None


Item = SheetLine | SheetHead | SheetTotal | SheetDiscount


def check_totals(items: Iterable[Item]) -> list[CheckedTotal]:
    """Return each total beside the sum that it is nearest to.

    A total may be of its section, of what stands since the total before it, or of all,
    with or without the taxes and the discounts above it, or with a tax that it says to
    include. Taxes are not checked, nor what is a part of a sum. What differs by no more
    than roundings agrees.
    """
    return list(_check(items))


def get_discounts(items: Iterable[Item]) -> list[TakenOff]:
    """Return what the sheet takes off its lines, and no line here knows of."""
    everything = Decimal(0)
    found = []
    for item in items:
        if isinstance(item, SheetLine):
            everything += item.amount
        elif isinstance(item, SheetDiscount):
            amount = _get_taken_off(item, everything)
            percent = item.percent
            # It may be of a section alone, or of what is left after another one.
            if percent and abs(_part(everything, percent) - amount) > _LEAST:
                percent = None
            if amount:
                found.append(TakenOff(item.row, item.text, amount, percent))
    return found


def _get_taken_off(item: SheetDiscount, everything: Decimal) -> Decimal:
    if item.amount is None:
        return _part(everything, item.percent or Decimal(0))
    return item.amount


def _part(amount: Decimal, percent: Decimal) -> Decimal:
    return round(amount * percent / 100, 2)


def _check(items: Iterable[Item]) -> Iterator[CheckedTotal]:
    everything = section = since = taxes = off = section_off = Decimal(0)
    included = Decimal(0)
    count = 0
    for item in items:
        match item:
            case SheetHead():
                section = since = section_off = Decimal(0)
            case SheetDiscount() as discount:
                taken = _get_taken_off(discount, everything)
                off += taken
                section_off += taken
            case SheetLine(amount=amount):
                count += 1
                everything += amount
                section += amount
                since += amount
            case SheetTotal(amount=None):
                continue
            case SheetTotal(is_included=True, text=text, amount=Decimal() as amount):
                # Lines without the tax may stand above a total that includes it.
                if names_tax(text):
                    included = amount
            case SheetTotal(is_tax=True, amount=Decimal() as amount):
                taxes += amount
            case SheetTotal(row=row, text=text, amount=Decimal() as theirs):
                sums = [
                    *((one, Decimal(0)) for one in (everything, everything + taxes)),
                    *((one, Decimal(0)) for one in (section, since)),
                    (everything + included, Decimal(0)),
                    (everything, off),
                    (everything + taxes, off),
                    (section, section_off),
                ]
                ours, less = min(sums, key=lambda one: abs(one[0] - one[1] - theirs))
                if abs(ours - less - theirs) <= max(_LEAST, _STEP * count):
                    ours = theirs + less
                yield CheckedTotal(row, text, theirs, ours, less)
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
