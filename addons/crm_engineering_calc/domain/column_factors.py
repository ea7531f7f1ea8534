"""Which columns are the factors of amounts, told from their numbers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from .column_samples import MANY, MOST, ColumnFacts, SampleCell
from .column_words import ColumnField

_TOLERANCE = Decimal("0.02")
_FEWEST = 2
_WHOLE = 100

_Cells = Sequence[SampleCell]
# What a price becomes by what another column says.
_Change = Callable[[Decimal, Decimal], Decimal]
_CHANGES: tuple[_Change, ...] = (
    # Works and materials have a price each.
    lambda price, more: price + more,
    # A price is of one metre, and so many are in a piece.
    lambda price, size: price * size,
    # Something is taken off, in percents or as a share.
    lambda price, percent: price * (_WHOLE - percent) / _WHOLE,
    lambda price, share: price * (1 - share),
    lambda price, less: price - less,
)


def get_share(quantity: _Cells, price: _Cells, amount: _Cells) -> float:
    """Return in which share of the rows quantity by price is the amount.

    0, where too few rows say all three.
    """
    rows = zip(quantity, price, amount, strict=True)
    return _get_share(
        (one.number, two.number, three.number) for one, two, three in rows
    )


def _get_share(rows: Iterator[tuple[Decimal | None, ...]]) -> float:
    right = [
        abs(quantity * price - amount) <= _TOLERANCE
        for quantity, price, amount in rows
        if quantity and price and amount is not None
    ]
    return sum(right) / len(right) if len(right) >= _FEWEST else 0.0


def settle_price(facts: Sequence[ColumnFacts], found: dict[ColumnField, int]) -> None:
    """Take for the price what the amounts are made of.

    Another column may be it, such as a price with its discount. Where several columns
    make it together none is taken: it follows from the amount.
    """
    needed = ColumnField.QUANTITY, ColumnField.BASE_PRICE, ColumnField.AMOUNT
    if not found.keys() >= set(needed):
        return
    quantity, own, amount = (facts[found[field]].cells for field in needed)
    price = _with_coefficient(facts, found, own)
    usual = get_share(quantity, price, amount)
    if usual == 1:
        return
    left = {
        index: one.cells
        for index, one in enumerate(facts)
        if index not in found.values() and one.numbers > MANY
    }
    best = max(usual, MOST)
    for index, cells in left.items():
        share = get_share(quantity, cells, amount)
        if share > best:
            best = share
            found[ColumnField.BASE_PRICE] = index
    for cells in left.values() if best <= max(usual, MOST) else ():
        for change in _CHANGES:
            changed = _change(price, cells, change)
            if get_share(quantity, changed, amount) > best:
                del found[ColumnField.BASE_PRICE]
                return


def _with_coefficient(
    facts: Sequence[ColumnFacts], found: Mapping[ColumnField, int], price: _Cells
) -> _Cells:
    if ColumnField.COEFFICIENT not in found:
        return price
    coefficients = facts[found[ColumnField.COEFFICIENT]].cells
    return [
        SampleCell(one.text, one.number * (factor.number or 1))
        if one.number is not None
        else one
        for one, factor in zip(price, coefficients, strict=True)
    ]


def _change(price: _Cells, others: _Cells, change: _Change) -> _Cells:
    """Return the prices as the other column changes them; an empty one changes none."""
    return [
        SampleCell(one.text, _change_one(one.number, other.number, change))
        for one, other in zip(price, others, strict=True)
    ]


def _change_one(
    price: Decimal | None, other: Decimal | None, change: _Change
) -> Decimal | None:
    if other is None:
        return price
    return change(price or Decimal(0), other)
