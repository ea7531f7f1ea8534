"""The rows of a sheet as a text: read once from a file, and taken up again."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .grid import Cell, CellKind, CellValue, Row

_NUMBER = CellKind.NUMBER.value
_KINDS = {kind.value: kind for kind in CellKind}


def dump_rows(rows: tuple[Row, ...]) -> str:
    """Return the text that `load_rows` makes the rows of."""
    return json.dumps(
        [
            [
                row.number,
                int(row.is_hidden),
                int(row.is_merged),
                int(row.is_reckoned),
                {letter: _dump(cell) for letter, cell in row.cells.items()},
            ]
            for row in rows
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def load_rows(text: str) -> tuple[Row, ...]:
    """Return the rows of a text that `dump_rows` has made."""
    return tuple(
        Row(
            number,
            {letter: _load(cell) for letter, cell in cells.items()},
            bool(hidden),
            bool(merged),
            bool(reckoned),
        )
        for number, hidden, merged, reckoned, cells in json.loads(text)
    )


def _dump(cell: Cell) -> Any:
    kind, value, is_formula = cell
    if kind is CellKind.TEXT and not is_formula:
        return value
    if kind is CellKind.NUMBER:
        return [_NUMBER, str(value), int(is_formula)]
    if isinstance(value, bool) or value is None:
        said: Any = value
    elif isinstance(value, date):
        said = value.isoformat()
    else:
        said = str(value)
    return [kind.value, said, int(is_formula)]


def _load(cell: Any) -> Cell:
    if isinstance(cell, str):
        return Cell(CellKind.TEXT, cell)
    name, said, is_formula = cell
    kind = _KINDS[name]
    value: CellValue = said
    if kind is CellKind.NUMBER:
        value = Decimal(said)
    elif kind is CellKind.DATE:
        value = _load_day(said)
    return Cell(kind, value, bool(is_formula))


def _load_day(said: str) -> CellValue:
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(said)
        except ValueError:
            continue
    # A time alone, or a span of it.
    return said
