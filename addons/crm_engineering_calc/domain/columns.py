"""What the columns of somebody's sheet hold, told from their headers and their cells.

A header proposes, and the cells under it may object: positions such as 1.1 are no
names, and texts no prices. What no header tells, the cells tell alone: units by their
spellings, and quantity, price and amount by being factors and product.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import permutations
from typing import NamedTuple

from .column_words import COSTS, PATTERNS, ColumnField, get_plain
from .row_words import is_unpriced
from .units import USUAL_SPELLINGS, get_key, split_quantity


class SampleCell(NamedTuple):
    """What a cell says, and the number that it is, if it is one."""

    text: str
    number: Decimal | None = None


_NUMERIC = (
    ColumnField.QUANTITY,
    ColumnField.BASE_PRICE,
    ColumnField.COEFFICIENT,
    ColumnField.AMOUNT,
)
_PRICES = (ColumnField.BASE_PRICE, ColumnField.AMOUNT)
_FACTORS = (ColumnField.QUANTITY, ColumnField.BASE_PRICE, ColumnField.AMOUNT)
_POSITION = re.compile(r"\d{1,4}(\.\d{1,4}){0,4}\.?")
# As price books number their norms: ФЕР10-01-034-02, ГЭСН 46-04-001-1, 01.7.15.
_BOOK_CODE = re.compile(
    r"(?:[A-ZА-ЯЁ]{2,8}[a-zа-я]{0,3}[ -]?)?\d{1,3}([-.]\d{1,4}){2,5}", re.IGNORECASE
)
_LETTER = re.compile(r"[^\W\d_]")
_UNIT_KEYS = frozenset(
    get_key(name) for names in USUAL_SPELLINGS.values() for name in names
)
# Shares of the cells of a column from which it is likely to hold something.
_MANY, _MOST = 0.5, 0.8
_TOLERANCE = Decimal("0.02")
_FEWEST_PRODUCTS = 2


class ColumnSample(NamedTuple):
    """A column: its header, empty where nothing heads it, and its cells by row."""

    header: str
    cells: tuple[SampleCell, ...]


class _Facts:
    """What the cells of a column look like; shares are of those that say something."""

    def __init__(self, sample: ColumnSample) -> None:
        self.header = sample.header
        self.cells = sample.cells
        self.filled = [cell for cell in sample.cells if cell.text]

    def _share(self, count: int) -> float:
        return count / len(self.filled) if self.filled else 0.0

    @cached_property
    def numbers(self) -> float:
        return self._share(
            sum(
                cell.number is not None or split_quantity(cell.text) is not None
                for cell in self.filled
            )
        )

    @cached_property
    def positions(self) -> float:
        return self._share(
            sum(bool(_POSITION.fullmatch(cell.text)) for cell in self.filled)
        )

    @cached_property
    def units(self) -> float:
        known = (
            get_key(cell.text) in _UNIT_KEYS and bool(_LETTER.search(cell.text))
            for cell in self.filled
        )
        return self._share(sum(known))

    @cached_property
    def book_codes(self) -> float:
        return self._share(
            sum(bool(_BOOK_CODE.fullmatch(cell.text)) for cell in self.filled)
        )

    @cached_property
    def length(self) -> float:
        """The usual length of a cell's words, 0 where it has none."""
        return self._share(
            sum(len(cell.text) for cell in self.filled if _LETTER.search(cell.text))
        )

    @cached_property
    def _priced(self) -> "_Facts":
        """The column without what says that there is no price."""
        cells = tuple(cell for cell in self.filled if not is_unpriced(cell.text))
        if len(cells) == len(self.filled):
            return self
        return _Facts(ColumnSample(self.header, cells))

    def may_hold(self, field: ColumnField) -> bool:
        """Return whether the cells do not object to what the header says."""
        if not self.filled:
            return True
        if field in _PRICES and (priced := self._priced) is not self:
            return priced.may_hold(field)
        if field in _NUMERIC:
            return self.numbers >= _MANY or not self.length
        if field is ColumnField.NAME:
            return self.positions < _MOST and self.numbers < _MOST
        if field is ColumnField.POSITION:
            return self.positions >= _MANY
        return True


def guess_headers(headers: Sequence[str]) -> dict[str, str]:
    """Return which header is likely to head which field: {field: header}."""
    found = _guess_by_headers([ColumnSample(header, ()) for header in headers])
    return {field: headers[index] for field, index in found.items()}


def guess_columns(samples: Sequence[ColumnSample]) -> dict[ColumnField, int]:
    """Return which column is likely to hold which field: {field: its index}.

    The cells of all columns belong to the same rows.
    """
    found = _guess_by_headers(samples)
    facts = [_Facts(sample) for sample in samples]
    for field, index in _guess_by_cells(facts, found):
        found[field] = index
    if not {ColumnField.QUANTITY, ColumnField.AMOUNT}.intersection(found):
        _take_costs_as_amounts(samples, found)
    return found


def are_of_estimate(found: Iterable[ColumnField]) -> bool:
    """Tell whether columns that hold these fields make an estimate.

    A list of prices counts nothing, and a list of rooms costs nothing.
    """
    fields = set(found)
    if not fields & {ColumnField.NAME, ColumnField.PRODUCT_CODE}:
        return False
    if ColumnField.AMOUNT in fields:
        return True
    return ColumnField.QUANTITY in fields and bool(
        fields & {ColumnField.BASE_PRICE, ColumnField.UNIT}
    )


def _take_costs_as_amounts(
    samples: Sequence[ColumnSample], found: dict[ColumnField, int]
) -> None:
    """Where nothing is counted, what things cost is their amount, and no price."""
    price = found.get(ColumnField.BASE_PRICE)
    if price is not None and get_plain(samples[price].header).startswith(COSTS):
        found[ColumnField.AMOUNT] = found.pop(ColumnField.BASE_PRICE)


def _guess_by_headers(samples: Sequence[ColumnSample]) -> dict[ColumnField, int]:
    words = {index: get_plain(sample.header) for index, sample in enumerate(samples)}
    facts = [_Facts(sample) for sample in samples]
    found: dict[ColumnField, int] = {}
    for field, pattern in PATTERNS:
        if field in found:
            continue
        for index, header in words.items():
            if header and pattern.fullmatch(header) and facts[index].may_hold(field):
                found[field] = index
                del words[index]
                break
    return found


def _guess_by_cells(
    facts: Sequence[_Facts], found: Mapping[ColumnField, int]
) -> Iterator[tuple[ColumnField, int]]:
    """Yield what the columns hold that no header has told of."""
    left = {n: one for n, one in enumerate(facts) if n not in found.values()}

    def take(
        field: ColumnField, fits: dict[int, float]
    ) -> Iterator[tuple[ColumnField, int]]:
        if field not in found and fits:
            index = max(fits, key=lambda number: (fits[number], -number))
            del left[index]
            yield field, index

    yield from take(
        ColumnField.UNIT, {n: one.units for n, one in left.items() if one.units > _MANY}
    )
    yield from take(
        ColumnField.PRODUCT_CODE,
        {n: one.book_codes for n, one in left.items() if one.book_codes > _MANY},
    )
    yield from take(
        ColumnField.NAME,
        {
            n: one.length
            for n, one in left.items()
            if not one.header and one.length > 2 and one.may_hold(ColumnField.NAME)
        },
    )
    for field, index in _guess_factors(facts, found, left):
        del left[index]
        yield field, index
    # Positions stand before what they number: elsewhere whole numbers are others.
    name = found.get(ColumnField.NAME, len(facts))
    yield from take(
        ColumnField.POSITION,
        {
            n: one.positions
            for n, one in left.items()
            if one.positions >= _MOST and n < name
        },
    )


def _guess_factors(
    facts: Sequence[_Facts],
    found: Mapping[ColumnField, int],
    left: Mapping[int, _Facts],
) -> list[tuple[ColumnField, int]]:
    """Return the missing ones of quantity, price and amount, if products show them."""
    missing = [field for field in _FACTORS if field not in found]
    numeric = [n for n, one in left.items() if one.numbers > _MANY]
    best: list[tuple[ColumnField, int]] = []
    most = _MOST
    for choice in permutations(numeric, len(missing)):
        chosen = list(zip(missing, choice, strict=True))
        places = {**found, **dict(chosen)}
        quantity, price, amount = (facts[places[field]].cells for field in _FACTORS)
        products = [
            abs(one.number * other.number - product.number) <= _TOLERANCE
            for one, other, product in zip(quantity, price, amount, strict=True)
            if one.number and other.number and product.number is not None
        ]
        right = sum(products) / len(products) if products else 0.0
        # Of factors that may change places the quantity stands first.
        if len(products) >= _FEWEST_PRODUCTS and right > most:
            best, most = chosen, right
    return best if missing else []
