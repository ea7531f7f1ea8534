"""What the cells of a column of somebody's sheet look like."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from .column_words import ColumnField
from .row_words import is_unmeasured, is_unpriced
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
# What stands for a number that there is not, by the field that it would be of.
_SAY_NOTHING: Mapping[ColumnField, Callable[[str], bool]] = {
    ColumnField.BASE_PRICE: is_unpriced,
    ColumnField.AMOUNT: is_unpriced,
    ColumnField.QUANTITY: is_unmeasured,
}
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
MANY, MOST = 0.5, 0.8


class ColumnSample(NamedTuple):
    """A column: its header, empty where nothing heads it, and its cells by row."""

    header: str
    cells: tuple[SampleCell, ...]


class ColumnFacts:
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

    def _without(self, says_nothing: Callable[[str], bool]) -> "ColumnFacts":
        """Return the column without what says that there is no number yet."""
        cells = tuple(cell for cell in self.filled if not says_nothing(cell.text))
        if len(cells) == len(self.filled):
            return self
        return ColumnFacts(ColumnSample(self.header, cells))

    def may_hold(self, field: ColumnField) -> bool:
        """Return whether the cells do not object to what the header says."""
        if not self.filled:
            return True
        if says_nothing := _SAY_NOTHING.get(field):
            known = self._without(says_nothing)
            if known is not self:
                return known.may_hold(field)
        if field in _NUMERIC:
            return self.numbers >= MANY or not self.length
        if field is ColumnField.NAME:
            return self.positions < MOST and self.numbers < MOST
        if field is ColumnField.POSITION:
            return self.positions >= MANY
        return True
