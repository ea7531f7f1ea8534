"""What a row of somebody's sheet is, if it is no service: a heading, a total …"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from ..domain import row_words
from ..domain.column_words import ColumnField
from ..domain.outline import LineKind
from ..domain.sums import SheetDiscount, SheetTotal
from ..domain.text_enum import TextEnum
from ..domain.texts import MAX_TEXT
from . import numbers
from .grid import Cell, CellKind, Row
from .line_cells import LineCells
from .positions import find_positions
from .sheet import Sheet

_PRICED = (ColumnField.QUANTITY, ColumnField.BASE_PRICE)
# More of them and the row is no heading.
_ONE = 1


class SkipReason(TextEnum):
    TOTAL = "total"
    # What is taken off the lines above.
    DISCOUNT = "discount"
    # The numbers of the columns, or the header once more.
    HEADER = "header"
    # What the price of the position above is made of.
    RESOURCE = "resource"
    SIGNATURE = "signature"
    # What stands under the last line, or says nothing that a line has.
    TEXT = "text"


class SkippedRow(NamedTuple):
    """A row that is no line, and why."""

    row: int
    text: str
    reason: str


class Heading(NamedTuple):
    kind: LineKind
    text: str


class PlainRows:
    """The rows of a sheet as `cells` reads them by their columns."""

    def __init__(self, sheet: Sheet, cells: LineCells) -> None:
        self._sheet = sheet
        self._cells = cells
        self._headers = {one.letter: one.header for one in sheet.columns}
        self._places = {row.number: place for place, row in enumerate(sheet.rows)}
        self._is_in_named_section = False
        self._parts: frozenset[int] = frozenset()

    def find_positions(self) -> Mapping[int, Decimal]:
        """Return the totals of positions by row; what they are made of is no line."""
        totals, self._parts = find_positions(self._sheet.rows, self._cells)
        return totals

    def get_skipped(self, row: Row) -> SkippedRow | None:
        """Return why a row is no line, None if it is one."""
        text = self._get_first_text(row)
        if reason := self._get_reason(row, text):
            return SkippedRow(row.number, text, reason)
        return None

    def _get_reason(self, row: Row, text: str) -> SkipReason | None:
        if self._numbers_columns(row) or self._is_header(row):
            return SkipReason.HEADER
        if row.number in self._parts:
            return SkipReason.RESOURCE
        priced = [name for name in _PRICED if self._cells.cell(row, name)]
        is_line = len(priced) == len(_PRICED)
        if row_words.is_discount(text) and self._takes_off(row, is_line):
            return SkipReason.DISCOUNT
        if row_words.is_surely_total(text):
            return SkipReason.TOTAL
        if not is_line and row_words.is_total(text):
            return SkipReason.TOTAL
        if not priced and row_words.is_signature(text):
            return SkipReason.SIGNATURE
        return None

    def _takes_off(self, row: Row, is_line: bool) -> bool:
        """Tell whether a row called a discount is one, and no service or heading."""
        found = self._get_numbers(row)
        if is_line:
            return any(number < 0 for number in found)
        return bool(found) or self._get_percent(row) is not None

    def _get_numbers(self, row: Row) -> list[Decimal]:
        """Return the numbers of the row, its position and percentages aside."""
        position = self._cells.columns.get(ColumnField.POSITION)
        found = [
            self._cells.get_number(cell)
            for letter, cell in row.cells.items()
            if letter != position and "%" not in cell.text
        ]
        return [number for number in found if number is not None]

    def _get_percent(self, row: Row) -> Decimal | None:
        return row_words.get_percent(" ".join(one.text for one in row.cells.values()))

    def _numbers_columns(self, row: Row) -> bool:
        first = next(iter(row.cells.values()))
        return first.text == "1" and numbers.are_column_numbers(
            [cell.text for cell in row.cells.values()]
        )

    def _is_header(self, row: Row) -> bool:
        return len(row.cells) > _ONE and all(
            cell.kind is CellKind.TEXT
            and self._headers.get(letter, "").startswith(" ".join(cell.text.split()))
            for letter, cell in row.cells.items()
        )

    def _get_first_text(self, row: Row) -> str:
        """Return the text that the row begins with, past its position."""
        for cell in row.cells.values():
            if _is_word(cell):
                return cell.text
        return next(iter(row.cells.values())).text

    def get_discount(self, skipped: SkippedRow, row: Row) -> SheetDiscount:
        """Return what the row takes off: a sum, a percentage, or what it says of both.

        A number that only repeats the percentage is no sum.
        """
        percent = self._get_percent(row)
        cell = self._cells.cell(row, ColumnField.AMOUNT)
        amount = cell and "%" not in cell.text and self._cells.get_number(cell)
        if not amount:
            sums = (abs(number) for number in reversed(self._get_numbers(row)))
            amount = next((one for one in sums if one != percent), None)
        return SheetDiscount(
            row.number, skipped.text, abs(amount) if amount else None, percent
        )

    def get_total(self, skipped: SkippedRow, row: Row) -> SheetTotal:
        """Return the total that the row says."""
        cell = self._cells.cell(row, ColumnField.AMOUNT)
        amounts = [cell] if cell else reversed(list(row.cells.values()))
        # "Итого: 10 500,00 руб." says its amount in the text.
        _words, _colon, end = skipped.text.rpartition(":")
        found = map(self._cells.get_number, [*amounts, Cell(CellKind.TEXT, end)])
        return SheetTotal(
            row.number,
            skipped.text,
            next((one for one in found if one is not None), None),
            row_words.is_tax(skipped.text),
            row_words.is_included(skipped.text),
        )

    def get_heading(self, row: Row) -> Heading | None:
        """Return the section that the row begins, None if it begins none."""
        text = self._get_heading(row)
        if text is None:
            return None
        if row_words.is_section(text):
            self._is_in_named_section = True
        elif row_words.is_subsection(text) or self._is_in_named_section:
            return Heading(LineKind.SUBSECTION, text)
        return Heading(LineKind.SECTION, text)

    def _get_heading(self, row: Row) -> str | None:
        has = self._cells.content(row)
        if self._cells.cell(row, ColumnField.KIND):
            return None
        if has == {ColumnField.NAME}:
            text = self._get_word(row, ColumnField.NAME)
            if text is None or len(text) > MAX_TEXT:
                return None
            return None if self._is_amount_alone(row, text) else text
        is_named = ColumnField.NAME in self._cells.columns
        if has == {ColumnField.PRODUCT_CODE} and (is_named or row.is_merged):
            text = self._get_word(row, ColumnField.PRODUCT_CODE)
            is_code = text and row_words.looks_like_code(text) and not row.is_merged
            return None if is_code else text
        if len(row.cells) > _ONE or ColumnField.PRODUCT_CODE in has:
            return None
        [cell] = row.cells.values()
        return cell.text if _is_word(cell) else None

    def _get_word(self, row: Row, name: str) -> str | None:
        cell = self._cells.cell(row, name)
        return cell.text if cell and _is_word(cell) else None

    def _is_amount_alone(self, row: Row, text: str) -> bool:
        """Tell whether a name and an amount are a service, and no section's sum."""
        cell = self._cells.cell(row, ColumnField.AMOUNT)
        amount = cell and self._cells.get_number(cell)
        if not amount or row_words.is_section(text) or row_words.is_subsection(text):
            return False
        return amount != sum(self._get_amounts_below(row))

    def _get_amounts_below(self, row: Row) -> Iterator[Decimal]:
        rows = self._sheet.rows
        for place in range(self._places[row.number] + 1, len(rows)):
            other = rows[place]
            if not any(self._cells.cell(other, name) for name in _PRICED):
                return
            cell = self._cells.cell(other, ColumnField.AMOUNT)
            yield (cell and self._cells.get_number(cell)) or Decimal(0)


def _is_word(cell: Cell) -> bool:
    return cell.kind is CellKind.TEXT and any(map(str.isalpha, cell.text))
