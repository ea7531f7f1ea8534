"""Positions of an estimate by norms: rows below each say what its price is made of.

A position is one line at its total: wages, machines, materials, overheads and profit
are parts of it, and so is what stands before “Total of the position”.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ..domain import row_words
from ..domain.column_words import ColumnField
from .cells import RowCells
from .grid import CellKind, Row

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
        self._find_totals()
        place = 0
        while place < len(self._rows):
            end = place + 1
            while end < len(self._rows) and self._is_resource(end):
                end += 1
            if end - place > _LEAST and self._is_position(place):
                self._take(place, range(place + 1, end))
            place = end

    def _find_totals(self) -> None:
        """Close each position that a row below sums up, and leave what is unsure."""
        position: int | None = None
        has_children = False
        for place, row in enumerate(self._rows):
            text = self._texts[place]
            if any(map(row_words.is_total_of_position, _get_texts(row))):
                if position is not None:
                    self._close(position, place)
                position = None
            elif position is not None and self._is_child(place, position):
                has_children = True
            elif self._is_position(place):
                position, has_children = place, False
            elif (
                self._get_place_number(row)
                or row_words.is_section(text)
                # Another position within: which of them the total is of is unsure.
                or (has_children and row_words.is_cost(text))
            ):
                position = None

    def _close(self, position: int, place: int) -> None:
        """Take the rows between a position and the row that sums it up."""
        row, total = self._rows[position], self._get_amount(self._rows[place])
        own = self._get_own_amount(row)
        # Overheads and profit come on top of what the position says itself.
        is_sure = own is None or own <= (total or 0)
        if own is not None and ColumnField.POSITION not in self._cells.columns:
            is_sure = own == total
        if total and is_sure:
            self.totals[row.number] = total
            self.parts.update(
                self._rows[one].number for one in range(position + 1, place + 1)
            )

    def _take(self, place: int, below: range) -> None:
        """Take rows of parts whose total no row says."""
        if not row_words.is_cost(self._texts[below[0]]):
            # Overheads and profit alone are those of the whole estimate.
            return
        self.parts.update(self._rows[one].number for one in below)
        row = self._rows[place]
        if self._get_own_amount(row):
            return
        amounts = [
            self._get_amount(self._rows[one]) or Decimal(0)
            for one in below
            if row_words.is_part_of_price(self._texts[one])
        ]
        if any(amounts):
            self.totals[row.number] = sum(amounts, Decimal(0))

    def _is_resource(self, place: int) -> bool:
        row, text = self._rows[place], self._texts[place]
        is_line = all(
            self._get_number(row, name)
            for name in (ColumnField.QUANTITY, ColumnField.BASE_PRICE)
        )
        return (
            row.number not in self.parts
            and not self._get_place_number(row)
            and row_words.is_resource(text)
            and not (is_line and row_words.is_included(text))
        )

    def _is_position(self, place: int) -> bool:
        row, text = self._rows[place], self._texts[place]
        if row.number in self.parts or row.number in self.totals:
            return False
        if not text or not self._cells.cell(row, ColumnField.QUANTITY):
            return False
        if ColumnField.POSITION in self._cells.columns:
            return bool(self._get_place_number(row))
        return not row_words.is_resource(text)

    def _is_child(self, place: int, position: int) -> bool:
        """Return whether a row is a part by its number: 1.2 of 1."""
        number = self._get_place_number(self._rows[place])
        of_position = self._get_place_number(self._rows[position]).rstrip(".")
        return bool(of_position) and number.startswith(f"{of_position}.")

    def _get_place_number(self, row: Row) -> str:
        cell = self._cells.cell(row, ColumnField.POSITION)
        return cell.text.strip() if cell else ""

    def _get_own_amount(self, row: Row) -> Decimal | None:
        """Return what the row itself says that it comes to."""
        price, quantity = (
            self._get_number(row, name)
            for name in (ColumnField.BASE_PRICE, ColumnField.QUANTITY)
        )
        amount = self._get_number(row, ColumnField.AMOUNT)
        if not amount and price and quantity:
            amount = price * quantity
        return amount or None

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
