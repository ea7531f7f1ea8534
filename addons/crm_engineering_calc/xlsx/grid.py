"""What a sheet is made of: cells, rows, and columns with what heads them."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from ..domain.text_enum import TextEnum
from . import numbers

MAX_COLUMNS = 256
# Cells of a sheet that are known to be formulas: more than any estimate has.
MOST_FORMULAS = 200_000
LETTERS = tuple(get_column_letter(number + 1) for number in range(MAX_COLUMNS))

CellValue = str | Decimal | bool | date | time | timedelta | None


class CellKind(TextEnum):
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    # #DIV/0! and the like: the text of the error.
    ERROR = "error"
    # A formula whose result nobody has saved: the formula.
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
    """The cells of a row that are not empty, by their column's letter.

    `is_hidden`: the file does not show it. `is_merged`: a cell spans several columns.
    `is_reckoned`: results of its formulas are not the file's.
    """

    number: int
    cells: Mapping[str, Cell]
    is_hidden: bool = False
    is_merged: bool = False
    is_reckoned: bool = False

    @property
    def marks(self) -> tuple[bool, bool, bool]:
        """What is said of the row beside its cells."""
        return self[2:]


class Column(NamedTuple):
    """A column with what heads it: its letter, where nothing does."""

    letter: str
    header: str
