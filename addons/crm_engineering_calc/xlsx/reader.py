"""Read the sheets of a file: every cell as it is, and nothing guessed.

Of a workbook of today formulas are read beside their results, since one of ours comes
back; of older and open ones results, and where there are formulas.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from python_calamine import (
    CalamineSheet,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)
from python_calamine import load_workbook as load_calamine

from ..domain.column_words import ColumnField
from . import errors, numbers
from .archive import FileKind, Limits, check_file
from .compound import OldSheet, scan_old
from .delimited import read_delimited
from .grid import LETTERS, MAX_COLUMNS, Cell, CellKind, Column, Row
from .header import get_beginning, guess_header
from .layout import Identity
from .open_document import OpenSheet, scan_open
from .row_marks import RowMarks, get_marks
from .sheet import Sheet, Workbook
from .unsaved import reckon_unsaved

MAX_SHEETS = 100
# Rows of a sheet as the format has them, and empty ones that end it before.
_LAST_ROW = 1_048_576
_MAX_EMPTY_ROWS = 10_000

# The name of a sheet, and its rows with the empty ones.
_Found = tuple[str, Iterator[Row]]

_CONSTANT = re.compile(r"=\s*([+-]?\d{1,15}(?:\.\d{1,15})?)")


def read_workbook(data: bytes, limits: Limits = Limits()) -> Workbook:  # noqa: B008
    """Return what the file `data` holds: .xlsx, .xls, .ods, or .csv in any encoding.

    :raises errors.WorkbookError: it is no table, or one that is not to be read
    """
    read = _READERS[check_file(data, limits)]
    try:
        return Workbook(
            reckon_unsaved(
                _sheet(name, rows)
                for name, found in read(data, limits)
                if (rows := tuple(_limited(name, found, limits.rows)))
            )
        )
    except errors.WorkbookError:
        raise
    except PasswordError as error:
        raise errors.EncryptedWorkbook from error
    except Exception as error:
        # Libraries check little: a broken part may raise whatever Python raises.
        raise errors.DamagedWorkbook from error


def _limited(name: str, rows: Iterable[Row], limit: int) -> Iterator[Row]:
    """Yield the rows that are not empty, up to where there are none for long."""
    found = last = 0
    for row in rows:
        if row.cells:
            last, found = row.number, found + 1
            if found > limit:
                raise errors.TooManyRows(name, limit)
            yield row
        elif row.number - last > _MAX_EMPTY_ROWS or row.number >= _LAST_ROW:
            break


# === WORKBOOKS OF TODAY ===


def _read_workbook(data: bytes, limits: Limits) -> Iterator[_Found]:
    options: dict[str, Any] = {"read_only": True, "keep_links": False}
    with (
        closing(load_workbook(BytesIO(data), data_only=True, **options)) as values,
        closing(load_workbook(BytesIO(data), data_only=False, **options)) as formulas,
    ):
        pairs = zip(values.worksheets, formulas.worksheets, strict=True)
        for shown, written in islice(pairs, MAX_SHEETS):
            if shown.sheet_state == "visible":
                marks = get_marks(data, shown)
                yield shown.title.strip() or "1", _rows(shown, written, marks)


def _rows(shown: Any, written: Any, marks: RowMarks) -> Iterator[Row]:
    # A sheet's own word on its size is often wrong.
    shown.reset_dimensions()
    written.reset_dimensions()
    pairs = zip(shown.iter_rows(), written.iter_rows(), strict=True)
    for number, (values, formulas) in enumerate(pairs, 1):
        yield Row(
            number,
            dict(_cells(values, formulas)),
            number in marks.hidden,
            number in marks.merged,
        )


def _cells(values: Any, formulas: Any) -> Iterator[tuple[str, Cell]]:
    for letter, value, formula in zip(LETTERS, values, formulas, strict=False):
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
    return Cell(CellKind.UNCACHED, str(formula), True)


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


# === OLDER AND OPEN ONES ===


def _read_old(data: bytes, limits: Limits) -> Iterator[_Found]:
    return _read_by_library(data, scan_old(data), limits)


def _read_open(data: bytes, limits: Limits) -> Iterator[_Found]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        known = scan_open(archive, limits.rows)
    return _read_by_library(data, known, limits)


def _read_by_library(
    data: bytes, known: Mapping[str, OldSheet] | Mapping[str, OpenSheet], limits: Limits
) -> Iterator[_Found]:
    for name, sheet in known.items():
        most = limits.rows * MAX_COLUMNS
        if sheet.area > most:
            raise errors.UnpacksTooLarge(name, sheet.area, most)
    with load_calamine(BytesIO(data)) as book:
        for meta in islice(book.sheets_metadata, MAX_SHEETS):
            if (
                meta.visible == SheetVisibleEnum.Visible
                and meta.typ == SheetTypeEnum.WorkSheet
            ):
                facts = known.get(meta.name, OpenSheet())
                found = book.get_sheet_by_name(meta.name)
                yield meta.name.strip() or "1", _library_rows(found, facts)


def _library_rows(sheet: CalamineSheet, facts: OldSheet | OpenSheet) -> Iterator[Row]:
    top, left = sheet.start or (0, 0)
    merged = {
        row + 1
        for (row, first), (_row, last) in sheet.merged_cell_ranges or ()
        if last > first
    }
    for number, values in enumerate(sheet.to_python(), top + 1):
        cells = {
            LETTERS[column]: cell
            for column, value in enumerate(values[: MAX_COLUMNS - left], left)
            if value != ""
            and (cell := _cell(value, "", (number, column) in facts.formulas))
        }
        yield Row(number, cells, number in facts.hidden, number in merged)


# === TEXT ===


def _read_text(data: bytes, limits: Limits) -> Iterator[_Found]:
    yield "1", _text_rows(data)


def _text_rows(data: bytes) -> Iterator[Row]:
    for number, texts in enumerate(read_delimited(data), 1):
        cells = {
            letter: cell
            for letter, text in zip(LETTERS, texts, strict=False)
            if (cell := _cell(text, "s", False))
        }
        yield Row(number, cells)


_READERS: Mapping[FileKind, Callable[[bytes, Limits], Iterator[_Found]]] = {
    FileKind.WORKBOOK: _read_workbook,
    FileKind.OLD_WORKBOOK: _read_old,
    FileKind.OPEN_DOCUMENT: _read_open,
    FileKind.TEXT: _read_text,
}


# === WHAT A SHEET IS ===


def _sheet(name: str, rows: tuple[Row, ...]) -> Sheet:
    for row in get_beginning(rows):
        for letter, cell in row.cells.items():
            if identity := Identity.from_text(cell.text):
                sheet = Sheet(name, rows, identity=identity).with_header(row.number)
                return replace(sheet, columns=_with_ref(sheet.columns, letter))
    return Sheet(name, rows).with_header(guess_header(rows))


def _with_ref(columns: Iterable[Column], letter: str) -> tuple[Column, ...]:
    return tuple(
        Column(letter, ColumnField.REF) if column.letter == letter else column
        for column in columns
    )
