"""Which row of a sheet heads its columns, and what it says of each."""

import re
from collections.abc import Iterator, Mapping

from ..domain.column_words import ColumnField
from ..domain.columns import guess_headers
from .grid import LETTERS, CellKind, Column, Row
from .numbers import parse_number

# Where a header, or the identity of a sheet of ours, is looked for.
_HEADER_ROWS = 50
# A word of a narrow column goes on in the next line: "Коли-\nчество", not "Кол-\nво".
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\s*\n\s*(?=[а-яёa-z])(?!во\b)")


def get_beginning(rows: tuple[Row, ...]) -> Iterator[Row]:
    return (row for row in rows[:_HEADER_ROWS])


def guess_header(rows: tuple[Row, ...]) -> int:
    """Return the row that names most fields, else the first of texts alone, else 0."""
    best, most = 0, 1
    for row in get_beginning(rows):
        texts = _header_texts(row)
        known = len(guess_headers(list(texts.values())))
        if known > most:
            best, most = row.number, known
    if best:
        return best
    heading = (row.number for row in get_beginning(rows) if _is_of_texts(row))
    return next(heading, 0)


def _is_of_texts(row: Row) -> bool:
    """Tell whether no cell is a number; those of a text file all look like texts."""
    texts = _header_texts(row)
    return 1 < len(row.cells) == len(texts) and not any(
        map(parse_number, texts.values())
    )


def _header_texts(row: Row) -> dict[str, str]:
    return {
        letter: " ".join(_BROKEN_WORD.sub("", cell.text).split())
        for letter, cell in row.cells.items()
        if cell.kind is CellKind.TEXT
    }


def get_columns(rows: tuple[Row, ...], number: int) -> tuple[int, tuple[Column, ...]]:
    """Return where the lines begin, and the columns, each with a header of its own."""
    by_number = {row.number: row for row in rows}
    texts = _header_texts(by_number.get(number, Row(number, {})))
    below = by_number.get(number + 1)
    is_double = below is not None and _is_second_row_of_header(texts, below)
    if is_double and below:
        texts = _joined_texts(texts, _header_texts(below))
    first = number + (2 if is_double else 1)
    used = {letter for row in rows if row.number >= first for letter in row.cells}
    columns, seen = [], set[str]()
    for letter in sorted({*texts, *used}, key=LETTERS.index):
        text = texts.get(letter, letter)
        if text.casefold() in seen:
            text = f"{text} ({letter})"
        seen.add(text.casefold())
        columns.append(Column(letter, text))
    return first, tuple(columns)


def _is_second_row_of_header(texts: Mapping[str, str], below: Row) -> bool:
    """Tell whether a row parts columns under merged cells of the header over it."""
    parts = _header_texts(below)
    names = guess_headers(list(texts.values())).get(ColumnField.NAME)
    is_line = any(texts.get(letter) == names for letter in parts)
    under_merged = any(letter not in texts for letter in parts)
    return len(parts) == len(below.cells) > 1 and under_merged and not is_line


def _joined_texts(texts: Mapping[str, str], parts: Mapping[str, str]) -> dict[str, str]:
    joined, over = {}, ""
    for letter in LETTERS:
        over = texts.get(letter, over if letter in parts else "")
        if text := f"{over} {parts.get(letter, '')}".strip():
            joined[letter] = text
    return joined
