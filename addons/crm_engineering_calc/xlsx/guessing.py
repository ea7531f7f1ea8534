"""What the columns of a sheet are likely to hold."""

from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from ..domain import column_factors as factors
from ..domain import columns as guesses
from ..domain.column_samples import ColumnFacts, ColumnSample, SampleCell
from ..domain.column_words import ColumnField
from ..domain.units import split_quantity
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


def settle_price(sheet: Sheet, meanings: Mapping[str, str]) -> dict[str, str]:
    """Return {header: field} with the price that the amounts of the sheet are made of.

    Of `meanings` that are remembered another sheet may have been the source.
    """
    rows = list(islice(_lines(sheet), _SAMPLE_ROWS))
    facts = [ColumnFacts(_sample(column, rows)) for column in sheet.columns]
    places = {column.header: place for place, column in enumerate(sheet.columns)}
    known = set(ColumnField)
    found = {
        ColumnField(field): places[header]
        for header, field in meanings.items()
        if field in known and header in places
    }
    price = found.get(ColumnField.BASE_PRICE)
    factors.settle_price(facts, found)
    settled = found.get(ColumnField.BASE_PRICE)
    if settled == price:
        return dict(meanings)
    rest = {
        header: field
        for header, field in meanings.items()
        if field != ColumnField.BASE_PRICE
    }
    if settled is not None:
        rest[sheet.columns[settled].header] = ColumnField.BASE_PRICE
    return rest


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
    number = numbers.get_number(cell.value)
    if number is None and (both := split_quantity(cell.text)):
        number = numbers.parse_number(both.number)
    return SampleCell(cell.text, number)
