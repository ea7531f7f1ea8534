"""Read the sheets of a workbook: every cell as it is, and nothing guessed."""

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from . import errors, numbers
from .archive import Limits, check_file
from .grid import LETTERS, Cell, CellKind, Column, Row
from .header import get_beginning, guess_header
from .layout import ColumnField, Identity
from .sheet import Sheet, Workbook

MAX_SHEETS = 100
# Rows of a sheet as the format has them, and empty ones that end it before.
_LAST_ROW = 1_048_576
_MAX_EMPTY_ROWS = 10_000

_CONSTANT = re.compile(r"=\s*([+-]?\d{1,15}(?:\.\d{1,15})?)")


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
