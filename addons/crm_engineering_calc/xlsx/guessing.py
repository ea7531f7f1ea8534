"""What the columns of a sheet are likely to hold."""

from collections.abc import Collection, Iterable
from itertools import islice

from ..domain import columns as guesses
from ..domain.column_samples import ColumnSample, SampleCell
from ..domain.column_words import ColumnField
from . import numbers
from .grid import Cell, CellKind, Column, Row
from .sheet import Sheet

# As many lines as tell what a column holds.
_SAMPLE_ROWS = 200
_NOTHING = SampleCell("")


def guess_columns(sheet: Sheet, among: Collection[str] | None = None) -> dict[str, str]:
    """Return which header heads which field: {field: header}.

    :param among: the headers to choose from, without them all
    """
    chosen = [one for one in sheet.columns if among is None or one.header in among]
    rows = list(islice(_lines(sheet), _SAMPLE_ROWS))
    samples = [_sample(column, rows) for column in chosen]
    found = guesses.guess_columns(samples)
    return {field: chosen[index].header for field, index in found.items()}


def is_estimate(found: Collection[str]) -> bool:
    """Tell whether a sheet with columns of these fields is likely an estimate."""
    return guesses.are_of_estimate(map(ColumnField, found))


def _lines(sheet: Sheet) -> Iterable[Row]:
    """Yield the rows that say more than a section does."""
    return (
        row
        for row in sheet.rows
        if row.number >= sheet.first_row
        and len(row.cells) > 1
        and not numbers.are_column_numbers([cell.text for cell in row.cells.values()])
    )


def _sample(column: Column, rows: Iterable[Row]) -> ColumnSample:
    cells = (row.cells.get(column.letter) for row in rows)
    # A column that nothing heads is called by its letter.
    header = "" if column.header == column.letter else column.header
    return ColumnSample(header, tuple(map(_sample_cell, cells)))


def _sample_cell(cell: Cell | None) -> SampleCell:
    if cell is None or cell.kind is CellKind.UNCACHED:
        return _NOTHING
    return SampleCell(cell.text, numbers.get_number(cell.value))
