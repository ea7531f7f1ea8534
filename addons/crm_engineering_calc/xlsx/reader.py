"""Read the sheets of a workbook: every cell as it is, and nothing guessed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from ..domain.text_enum import TextEnum
from . import errors, numbers, words
from .archive import Limits, check_file
from .layout import ColumnField, Identity, SheetKind

MAX_COLUMNS = 256
MAX_SHEETS = 100
# Rows of a sheet as the format has them, and empty ones that end it before.
_LAST_ROW = 1_048_576
_MAX_EMPTY_ROWS = 10_000
# Where a header, or the identity of a sheet of ours, is looked for.
_HEADER_ROWS = 50

_CONSTANT = re.compile(r"=\s*([+-]?\d{1,15}(?:\.\d{1,15})?)")
_LETTERS = tuple(get_column_letter(number + 1) for number in range(MAX_COLUMNS))

CellValue = str | Decimal | bool | date | time | timedelta | None


class CellKind(TextEnum):
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    # #DIV/0! and the like: the text of the error.
    ERROR = "error"
    # A formula whose result nobody has saved: None.
    UNCACHED = "uncached"


class Cell(NamedTuple):
    """What a cell shows; of a formula, the result that was saved with it."""

    kind: CellKind
    value: CellValue
    is_formula: bool = False

    @property
    def text(self) -> str:
        """The value as a person would write it."""
        if isinstance(self.value, Decimal):
            return numbers.to_text(self.value)
        return "" if self.value is None else str(self.value)


class Row(NamedTuple):
    """The cells of a row that are not empty, by their column's letter."""

    number: int
    cells: Mapping[str, Cell]


class Column(NamedTuple):
    """A column with what heads it: its letter, where nothing does."""

    letter: str
    header: str


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows that are not empty; the lines begin at `first_row`.

    `header_row` is 0 where nothing looks like a header. `identity` is None unless the
    sheet is one of ours.
    """

    name: str
    rows: tuple[Row, ...]
    header_row: int = 0
    first_row: int = 1
    columns: tuple[Column, ...] = ()
    identity: Identity | None = None

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    def with_header(self, number: int) -> "Sheet":
        """Return the sheet as headed by row `number`, 0 for no header."""
        first, columns = _head(self.rows, number)
        return replace(self, header_row=number, first_row=first, columns=columns)

    def letter(self, header: str) -> str | None:
        """Return the letter of the column with this header, None if there is none."""
        wanted = header.casefold()
        for column in self.columns:
            if column.header.casefold() == wanted:
                return column.letter
        return None


@dataclass(frozen=True)
class Workbook:
    """The sheets of a file that are not hidden and not empty, in their order."""

    sheets: tuple[Sheet, ...]

    @property
    def variants(self) -> tuple[Sheet, ...]:
        """The sheets of ours that hold a variant each; none in another's workbook."""
        return self._of_kind(SheetKind.VARIANT)

    @property
    def measurements(self) -> Sheet | None:
        """The sheet of ours that holds the measurements."""
        return next(iter(self._of_kind(SheetKind.MEASUREMENTS)), None)

    def _of_kind(self, kind: SheetKind) -> tuple[Sheet, ...]:
        return tuple(
            sheet
            for sheet in self.sheets
            if sheet.identity and sheet.identity.sheet is kind
        )


def read_workbook(data: bytes, limits: Limits = Limits()) -> Workbook:  # noqa: B008
    """Return what the workbook `data` holds, of ours or anybody's.

    :raises errors.WorkbookError: it is no workbook, or one that is not to be read
    """
    check_file(data, limits)
    try:
        return Workbook(tuple(_sheets(data, limits)))
    except errors.WorkbookError:
        raise
    except Exception as error:
        # openpyxl checks nothing: a broken part may raise whatever Python raises.
        raise errors.DamagedWorkbook from error


def _sheets(data: bytes, limits: Limits) -> Iterator[Sheet]:
    options: dict[str, Any] = {"read_only": True, "keep_links": False}
    with (
        closing(load_workbook(BytesIO(data), data_only=True, **options)) as values,
        closing(load_workbook(BytesIO(data), data_only=False, **options)) as formulas,
    ):
        pairs = zip(values.worksheets, formulas.worksheets, strict=True)
        for shown, written in islice(pairs, MAX_SHEETS):
            if shown.sheet_state == "visible":
                rows = tuple(_rows(shown, written, limits.rows))
                if rows:
                    yield _sheet(shown.title.strip() or "1", rows)


def _rows(shown: Any, written: Any, limit: int) -> Iterator[Row]:
    # A sheet's own word on its size is often wrong.
    shown.reset_dimensions()
    written.reset_dimensions()
    found = last = 0
    pairs = zip(shown.iter_rows(), written.iter_rows(), strict=True)
    for number, (values, formulas) in enumerate(pairs, 1):
        cells = dict(_cells(values, formulas))
        if cells:
            last, found = number, found + 1
            if found > limit:
                raise errors.TooManyRows(shown.title, limit)
            yield Row(number, cells)
        elif number - last > _MAX_EMPTY_ROWS or number >= _LAST_ROW:
            break


def _cells(values: Any, formulas: Any) -> Iterator[tuple[str, Cell]]:
    for letter, value, formula in zip(_LETTERS, values, formulas, strict=False):
        is_formula = formula.data_type == "f"
        if value.value is not None:
            if cell := _cell(value.value, value.data_type, is_formula):
                yield letter, cell
        elif is_formula and value.data_type != "str":
            yield letter, _uncached(formula.value)


def _uncached(formula: Any) -> Cell:
    """Return a number that is all of its formula; another's result is unknown."""
    if match := _CONSTANT.fullmatch(str(formula)):
        return Cell(CellKind.NUMBER, Decimal(match[1]), True)
    return Cell(CellKind.UNCACHED, None, True)


def _cell(value: Any, data_type: str, is_formula: bool) -> Cell | None:
    if isinstance(value, bool):
        return Cell(CellKind.BOOLEAN, value, is_formula)
    if isinstance(value, int | float):
        return Cell(CellKind.NUMBER, numbers.from_cell(value), is_formula)
    if isinstance(value, datetime | date | time | timedelta):
        return Cell(CellKind.DATE, value, is_formula)
    text = str(value).replace("_x000D_", "").strip()
    if data_type == "e":
        return Cell(CellKind.ERROR, text, is_formula)
    return Cell(CellKind.TEXT, text, is_formula) if text else None


def _sheet(name: str, rows: tuple[Row, ...]) -> Sheet:
    for row in _beginning(rows):
        for letter, cell in row.cells.items():
            if identity := Identity.from_text(cell.text):
                sheet = Sheet(name, rows, identity=identity).with_header(row.number)
                return replace(sheet, columns=_with_ref(sheet.columns, letter))
    return Sheet(name, rows).with_header(_guess_header(rows))


def _with_ref(columns: Iterable[Column], letter: str) -> tuple[Column, ...]:
    return tuple(
        Column(letter, ColumnField.REF) if column.letter == letter else column
        for column in columns
    )


def _beginning(rows: tuple[Row, ...]) -> Iterator[Row]:
    return (row for row in rows[:_HEADER_ROWS])


def _guess_header(rows: tuple[Row, ...]) -> int:
    """Return the row that names most fields, else the first with two texts, else 0."""
    best, most = 0, 1
    for row in _beginning(rows):
        texts = _header_texts(row)
        known = len(words.guess_mapping(texts.values()))
        if known > most:
            best, most = row.number, known
    if best:
        return best
    return next((r.number for r in _beginning(rows) if len(_header_texts(r)) > 1), 0)


def _header_texts(row: Row) -> dict[str, str]:
    return {
        letter: " ".join(cell.text.split())
        for letter, cell in row.cells.items()
        if cell.kind is CellKind.TEXT
    }


def _head(rows: tuple[Row, ...], number: int) -> tuple[int, tuple[Column, ...]]:
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
    for letter in sorted({*texts, *used}, key=_LETTERS.index):
        text = texts.get(letter, letter)
        if text.casefold() in seen:
            text = f"{text} ({letter})"
        seen.add(text.casefold())
        columns.append(Column(letter, text))
    return first, tuple(columns)


def _is_second_row_of_header(texts: Mapping[str, str], below: Row) -> bool:
    """Tell whether a row parts columns under merged cells of the header over it."""
    parts = _header_texts(below)
    names = words.guess_mapping(texts.values()).get(ColumnField.NAME)
    is_line = any(texts.get(letter) == names for letter in parts)
    under_merged = any(letter not in texts for letter in parts)
    return len(parts) == len(below.cells) > 1 and under_merged and not is_line


def _joined_texts(texts: Mapping[str, str], parts: Mapping[str, str]) -> dict[str, str]:
    joined, over = {}, ""
    for letter in _LETTERS:
        over = texts.get(letter, over if letter in parts else "")
        if text := f"{over} {parts.get(letter, '')}".strip():
            joined[letter] = text
    return joined
