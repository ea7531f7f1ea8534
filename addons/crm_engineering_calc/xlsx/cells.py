"""Values of the cells of a row by field, or what is wrong with them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pydantic_core import ErrorDetails, PydanticCustomError

from ..domain.column_words import ColumnField
from ..domain.estimate import CoefficientValue
from ..domain.extra import ExtraField, ExtraKind, Value
from ..domain.text_enum import TextEnum
from ..domain.texts import MAX_TEXT
from . import numbers, words
from .coefficients import parse_coefficients
from .grid import Cell, CellKind, Row

_NOT_NEGATIVE = (ColumnField.BASE_PRICE, ColumnField.PRICE_UNIT)
# A dash, where there is nothing to say.
_NOTHING = ("", "-", "–", "—")


class ProblemKind(TextEnum):
    # The mapping names a header that the sheet has not (`value`), or no name at all.
    MISSING_COLUMN = "missing_column"
    # The line has a price, quantity or unit, and neither name nor code.
    MISSING_NAME = "missing_name"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    NOT_POSITIVE = "not_positive"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    # A date, where a number belongs: the cell was formatted so, or Excel guessed.
    DATE = "date"
    # #DIV/0! and the like.
    ERROR = "error"
    # A formula without a saved result: open the file, recalculate, save it.
    UNCACHED = "uncached"
    # Not `code=value; code=value`, a value that is not above 0, or a code twice.
    COEFFICIENTS = "coefficients"
    UNKNOWN_KIND = "unknown_kind"
    # No opening of the workbook has this name, or several have.
    UNKNOWN_OPENING = "unknown_opening"
    # A section or note has a value that only services have.
    TEXT_WITH_VALUE = "text_with_value"
    # A measurement's code that stands above already.
    DUPLICATE = "duplicate"
    # What the exchange schema refuses: `detail` is what pydantic says of it.
    REFUSED = "refused"


class Problem(NamedTuple):
    """What is wrong in a cell; no column where all of the row is at fault."""

    row: int
    column: str | None
    kind: ProblemKind
    value: str = ""
    detail: ErrorDetails | None = None


class RowCells:
    """Values of cells by field; collects what is wrong with them."""

    def __init__(self, columns: Mapping[str, str], groups_by_comma: bool) -> None:
        self.columns = columns
        self.problems: list[Problem] = []
        self._groups_by_comma = groups_by_comma

    def cell(self, row: Row, name: str) -> Cell | None:
        return row.cells.get(self.columns.get(name, ""))

    def report(self, row: Row, name: str, kind: ProblemKind, value: str = "") -> None:
        self.problems.append(Problem(row.number, self.columns.get(name), kind, value))

    def text(self, row: Row, name: str) -> str | None:
        cell = self._readable(row, name)
        if cell is None:
            return None
        if len(cell.text) > MAX_TEXT:
            self.report(row, name, ProblemKind.TOO_LONG, cell.text[:40])
            return None
        return cell.text or None

    def number(self, row: Row, name: str) -> Decimal | None:
        cell = self._readable(row, name)
        if cell is None:
            return None
        number = self.get_number(cell)
        if number is None:
            if cell.text in _NOTHING:
                return None
            date = cell.kind is CellKind.DATE
            kind = ProblemKind.DATE if date else ProblemKind.NOT_A_NUMBER
            self.report(row, name, kind, cell.text)
        elif numbers.digits(number) > numbers.MAX_DIGITS:
            self.report(row, name, ProblemKind.TOO_LARGE, cell.text)
        elif number < 0 and name in _NOT_NEGATIVE:
            self.report(row, name, ProblemKind.NEGATIVE, cell.text)
        elif number <= 0 and name == ColumnField.COEFFICIENT:
            self.report(row, name, ProblemKind.NOT_POSITIVE, cell.text)
        else:
            return number
        return None

    def get_number(self, cell: Cell) -> Decimal | None:
        """Return the number that a cell is or means, None if it is none."""
        return numbers.get_number(cell.value, self._groups_by_comma)

    def result(self, row: Row, name: str, formula: str | None) -> Decimal | None:
        """Return a number; none where the formula that gives it is not computed."""
        cell = self.cell(row, name)
        if formula and cell and cell.kind in (CellKind.UNCACHED, CellKind.ERROR):
            return None
        return self.number(row, name)

    def coefficients(self, row: Row, name: str) -> tuple[CoefficientValue, ...] | None:
        text = self.text(row, name)
        if text is None:
            return ()
        found = parse_coefficients(text)
        if found is None:
            self.report(row, name, ProblemKind.COEFFICIENTS, text)
        return found

    def extra(self, row: Row, field: ExtraField) -> Value:
        """Return the value of a field of another addon, empty where it is wrong."""
        cell = self._readable(row, field.key)
        if cell is None:
            return field.empty
        said = self._said(cell, field.kind)
        try:
            return field.read(said)
        except PydanticCustomError as error:
            detail = ErrorDetails(
                type=error.type,
                loc=(field.key,),
                msg=error.message(),
                input=said,
                ctx=error.context or {},
            )
            letter = self.columns.get(field.key)
            problem = Problem(row.number, letter, ProblemKind.REFUSED, "", detail)
            self.problems.append(problem)
            return field.empty

    def _said(self, cell: Cell, kind: str) -> object:
        match kind:
            case ExtraKind.INTEGER | ExtraKind.NUMBER:
                number = self.get_number(cell)
                return cell.text if number is None else number
            case ExtraKind.BOOLEAN:
                return words.YES_OR_NO.get(cell.text.casefold(), cell.text)
            case ExtraKind.DATE:
                is_date = isinstance(cell.value, date)
                return cell.value if is_date else words.parse_day(cell.text)
            case _:
                return cell.text

    def _readable(self, row: Row, name: str) -> Cell | None:
        cell = self.cell(row, name)
        if cell and cell.kind is CellKind.ERROR:
            self.report(row, name, ProblemKind.ERROR, cell.text)
        elif cell and cell.kind is CellKind.UNCACHED:
            self.report(row, name, ProblemKind.UNCACHED)
        else:
            return cell
        return None
