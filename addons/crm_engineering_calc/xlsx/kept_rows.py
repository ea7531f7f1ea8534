"""The rows of a sheet as a text: read once from a file, and taken up again.

A cell is a text, too: a letter of its kind, a capital one of what a formula gave, and
what it says.
"""

import json
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from .grid import Cell, CellKind, CellValue, Row

_LETTERS = {
    CellKind.TEXT: "t",
    CellKind.NUMBER: "n",
    CellKind.BOOLEAN: "b",
    CellKind.DATE: "d",
    CellKind.ERROR: "e",
    CellKind.UNCACHED: "u",
}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}


def dump_rows(rows: tuple[Row, ...]) -> str:
    """Return the text that `load_rows` makes the rows of."""
    return json.dumps(
        [
            [
                row.number,
                {letter: _dump(cell) for letter, cell in row.cells.items()},
                # Few rows have any mark.
                *(row.marks if any(row.marks) else ()),
            ]
            for row in rows
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def load_rows(text: str) -> tuple[Row, ...]:
    """Return the rows of a text that `dump_rows` has made."""
    # Sheets repeat their units, numbers and names.
    load = cache(_load)
    return tuple(
        Row(number, {letter: load(cell) for letter, cell in cells.items()}, *marks)
        for number, cells, *marks in json.loads(text)
    )


def _dump(cell: Cell) -> str:
    kind, value, is_formula = cell
    letter = _LETTERS[kind]
    if is_formula:
        letter = letter.upper()
    if isinstance(value, date):
        return f"{letter}{value.isoformat()}"
    return f"{letter}{value}"


def _load(text: str) -> Cell:
    letter, said = text[0], text[1:]
    kind = _KINDS[letter.lower()]
    value: CellValue = said
    if kind is CellKind.NUMBER:
        value = Decimal(said)
    elif kind is CellKind.BOOLEAN:
        value = said == str(True)
    elif kind is CellKind.DATE:
        value = _load_day(said)
    return Cell(kind, value, letter.isupper())


def _load_day(said: str) -> CellValue:
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(said)
        except ValueError:
            continue
    # A time alone, or a span of it.
    return said
