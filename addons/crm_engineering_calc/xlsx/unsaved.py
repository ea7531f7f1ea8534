"""Results of formulas that nobody has saved, where they only reckon with numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from ..domain.cell_formula import Place, Unknown, reckon
from . import numbers
from .grid import Cell, CellKind, Row
from .sheet import Sheet

# Formulas that build on one another so far.
_MOST_STEPS = 60


def reckon_unsaved(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Return sheets of others with the results that can be told.

    A workbook of ours is saved by a spreadsheet, or it is told.
    """
    found = tuple(sheets)
    if any(sheet.identity for sheet in found) or not any(map(_is_unsaved, found)):
        return found
    results = _Results(found)
    return tuple(
        replace(sheet, rows=tuple(results.fill(sheet.name, row) for row in sheet.rows))
        for sheet in found
    )


def _is_unsaved(sheet: Sheet) -> bool:
    return any(
        cell.kind is CellKind.UNCACHED
        for row in sheet.rows
        for cell in row.cells.values()
    )


class _Results:
    """The numbers of all cells: known, or reckoned once."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self._rows: dict[str, Mapping[int, Row]] = {
            sheet.name.casefold(): {row.number: row for row in sheet.rows}
            for sheet in sheets
        }
        self._known: dict[Place, Decimal | None] = {}
        self._steps = 0

    def fill(self, sheet: str, row: Row) -> Row:
        cells = dict(row.cells)
        for letter, cell in row.cells.items():
            if cell.kind is CellKind.UNCACHED:
                place = Place(sheet, letter, row.number)
                result = self._get_result(place, cell)
                if result is not None:
                    cells[letter] = Cell(CellKind.NUMBER, result, True)
        if cells == row.cells:
            return row
        return row._replace(cells=cells, is_reckoned=True)

    def _get_result(self, place: Place, cell: Cell) -> Decimal | None:
        if place not in self._known:
            # What it needs in turn is no result.
            self._known[place] = None
            self._known[place] = self._reckon(place, cell)
        return self._known[place]

    def _reckon(self, place: Place, cell: Cell) -> Decimal | None:
        self._steps += 1
        try:
            if self._steps > _MOST_STEPS:
                return None
            result = reckon(cell.text, lambda other: self._look_up(other, place.sheet))
            return numbers.shorten(result)
        except Unknown:
            return None
        finally:
            self._steps -= 1

    def _look_up(self, place: Place, sheet: str | None) -> Decimal:
        name = place.sheet or sheet or ""
        rows = self._rows.get(name.casefold())
        if rows is None:
            raise Unknown
        row = rows.get(place.row)
        cell = row and row.cells.get(place.column)
        if not cell:
            return Decimal(0)
        if isinstance(cell.value, Decimal):
            return cell.value
        if cell.kind is CellKind.UNCACHED:
            result = self._get_result(place._replace(sheet=name), cell)
            if result is not None:
                return result
        raise Unknown
