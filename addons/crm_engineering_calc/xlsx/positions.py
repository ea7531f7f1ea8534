"""Positions of an estimate by norms: rows below each say what its price is made of.

A position is one line at its total: wages, machines, materials, overheads and profit
are parts of it, and so is what stands before “Total of the position”.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ..domain import row_words
from ..domain.column_words import ColumnField
from .cells import RowCells
from .grid import CellKind, Row

_NUMBER = re.compile(r"\d{1,5}(\.\d{1,4}){0,4}\.?")
# One such row alone under a line may be a line of an odd name.
_LEAST = 2


class Positions(NamedTuple):
    """`totals` are by the rows of positions, `parts` the rows that are no lines."""

    totals: dict[int, Decimal]
    parts: frozenset[int]


def find_positions(rows: Iterable[Row], cells: RowCells) -> Positions:
    """Return the positions among the rows of a sheet whose columns `cells` know."""
    finder = _Finder(list(rows), cells)
    finder.find()
    return Positions(finder.totals, frozenset(finder.parts))


class _Finder:
    def __init__(self, rows: Sequence[Row], cells: RowCells) -> None:
        self.totals: dict[int, Decimal] = {}
        self.parts: set[int] = set()
        self._rows = rows
        self._cells = cells
        self._texts = [self._get_text(row) for row in rows]

    def find(self) -> None:
        for place, row in enumerate(self._rows):
            if any(map(row_words.is_total_of_position, _get_texts(row))):
                self._close(place)
        place = 0
        while place < len(self._rows):
            end = place + 1
            while end < len(self._rows) and self._is_resource(end):
                end += 1
            if end - place > _LEAST and self._is_position(place):
                self._take(place, range(place + 1, end))
            place = end

    def _close(self, place: int) -> None:
        """Take the rows up to the position that the row at this place sums up."""
        for above in range(place - 1, -1, -1):
            number = self._rows[above].number
            if number in self.parts or row_words.is_section(self._texts[above]):
                return
            if self._is_position(above):
                self.parts.update(
                    self._rows[one].number for one in range(above + 1, place + 1)
                )
                if total := self._get_amount(self._rows[place]):
                    self.totals[number] = total
                return

    def _take(self, place: int, below: range) -> None:
        """Take rows of parts whose total no row says."""
        self.parts.update(self._rows[one].number for one in below)
        row = self._rows[place]
        own = (ColumnField.BASE_PRICE, ColumnField.AMOUNT)
        if any(self._get_number(row, name) for name in own):
            return
        amounts = [
            self._get_amount(self._rows[one]) or Decimal(0)
            for one in below
            if row_words.is_part_of_price(self._texts[one])
        ]
        if any(amounts):
            self.totals[row.number] = sum(amounts, Decimal(0))

    def _is_resource(self, place: int) -> bool:
        row = self._rows[place]
        return (
            row.number not in self.parts
            and not self._is_numbered(row)
            and row_words.is_resource(self._texts[place])
        )

    def _is_position(self, place: int) -> bool:
        row = self._rows[place]
        if row.number in self.parts or row.number in self.totals:
            return False
        if ColumnField.POSITION in self._cells.columns:
            return self._is_numbered(row) and bool(self._texts[place])
        is_part = row_words.is_resource(self._texts[place])
        return not is_part and bool(self._cells.cell(row, ColumnField.QUANTITY))

    def _is_numbered(self, row: Row) -> bool:
        cell = self._cells.cell(row, ColumnField.POSITION)
        return cell is not None and bool(_NUMBER.fullmatch(cell.text.strip()))

    def _get_number(self, row: Row, name: str) -> Decimal | None:
        cell = self._cells.cell(row, name)
        return self._cells.get_number(cell) if cell else None

    def _get_amount(self, row: Row) -> Decimal | None:
        """Return the amount that the row says, else the last of its numbers."""
        if self._cells.cell(row, ColumnField.AMOUNT):
            return self._get_number(row, ColumnField.AMOUNT)
        found = map(self._cells.get_number, reversed(list(row.cells.values())))
        return next((one for one in found if one is not None), None)

    def _get_text(self, row: Row) -> str:
        """Return what the row is called; a unit is no name, “м” are metres there."""
        for name in (ColumnField.NAME, ColumnField.PRODUCT_CODE):
            cell = self._cells.cell(row, name)
            if cell and cell.kind is CellKind.TEXT and cell.text:
                return cell.text
        return next(_get_texts(row), "")


def _get_texts(row: Row) -> Iterator[str]:
    return (cell.text for cell in row.cells.values() if cell.kind is CellKind.TEXT)
