"""What the cells of openings may hold: numbers within bounds, texts, choices."""

import math
from dataclasses import dataclass
from decimal import Decimal

from .formula.spelling import fold
from .text_enum import TextEnum

# The digits that a float keeps of a number, before its point.
_LIMIT = 10.0**15
MAX_CELL = 1000

Cell = float | str | None


class ColumnKind(TextEnum):
    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"


class CellProblem(TextEnum):
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_BOUNDS = "out_of_bounds"
    UNKNOWN_CHOICE = "unknown_choice"
    NOT_A_TEXT = "not_a_text"


@dataclass(eq=False)
class InvalidCell(Exception):
    """A column can't hold the `value`."""

    problem: CellProblem
    value: object


@dataclass(frozen=True)
class OpeningColumn:
    """A column of openings: a `high` of 0 means that numbers have no bounds."""

    code: str
    kind: ColumnKind = ColumnKind.NUMBER
    low: float = 0.0
    high: float = 0.0
    choices: tuple[str, ...] = ()

    def parse(self, value: object) -> Cell:
        """Return what a cell with this value holds, None where it is empty.

        A choice is taken in any case, and a number from a text with its decimal comma.

        :raises InvalidCell: the column can't hold it
        """
        if (
            value is None
            or value is False
            or isinstance(value, str)
            and not value.strip()
        ):
            return None
        if self.kind is ColumnKind.NUMBER:
            return self._read_number(value)
        if isinstance(value, float) and float.is_integer(value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
            raise InvalidCell(CellProblem.NOT_A_TEXT, value)
        text = " ".join(str(value).split())[:MAX_CELL]
        return self._read_choice(text) if self.kind is ColumnKind.CHOICE else text

    def _read_number(self, value: object) -> float:
        text = "".join(str(value).split()).replace(",", ".")
        try:
            number = float(Decimal(text))
        except (ArithmeticError, ValueError) as error:
            raise InvalidCell(CellProblem.NOT_A_NUMBER, value) from error
        if not math.isfinite(number) or not -_LIMIT < number < _LIMIT:
            raise InvalidCell(CellProblem.NOT_A_NUMBER, value)
        if self.high and not self.low <= number <= self.high:
            raise InvalidCell(CellProblem.OUT_OF_BOUNDS, number)
        return number

    def _read_choice(self, text: str) -> str:
        wanted = fold(text)
        for choice in self.choices:
            if fold(choice) == wanted:
                return choice
        raise InvalidCell(CellProblem.UNKNOWN_CHOICE, text)


def read_choices(text: str) -> tuple[str, ...]:
    """Return the choices that are written one a line, each once."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    by_word = {fold(line): line for line in lines if line}
    return tuple(by_word.values())
