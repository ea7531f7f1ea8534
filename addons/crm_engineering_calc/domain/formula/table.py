"""Openings as formulas see them: columns of numbers and of texts."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from ..rounding import Number
from .arithmetic import Exact, to_exact
from .errors import FormulaError, InOpening, TooLarge, UnknownChoice
from .spelling import fold
from .vectors import Vector, to_vector

Cell = Number | str | None


class Column(NamedTuple):
    """A column as it stands: numbers, or texts where `is_text`; None is empty.

    `choices` are all that its texts can be, if they are limited.
    """

    cells: Sequence[Cell]
    is_text: bool = False
    choices: tuple[str, ...] = ()


class Openings:
    """The openings of a calculation: their labels, and columns by code."""

    def __init__(
        self, labels: Sequence[str] = (), columns: Mapping[str, Column] | None = None
    ) -> None:
        self.labels = labels
        self.columns = columns or {}
        self._vectors: dict[str, Vector] = {}
        self._texts: dict[str, list[str]] = {}

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def _codes(self) -> dict[str, str]:
        folded = {fold(code): code for code in reversed(tuple(self.columns))}
        return folded | {code: code for code in self.columns}

    def find(self, name: str) -> str | None:
        """Return the code of the column that a formula calls so, in whatever case."""
        return self._codes.get(name) or self._codes.get(fold(name))

    def get_vector(self, code: str) -> Vector:
        """Return the numbers of a column; what is empty counts as 0.

        :raises InOpening: one of them is beyond reason
        """
        if code not in self._vectors:
            cells = self.columns[code].cells
            self._vectors[code] = to_vector(
                self._exact(row, cell) for row, cell in enumerate(cells)
            )
        return self._vectors[code]

    def get_texts(self, code: str) -> list[str]:
        """Return the texts of a column as they are compared."""
        if code not in self._texts:
            cells = self.columns[code].cells
            self._texts[code] = [fold(str(cell or "")) for cell in cells]
        return self._texts[code]

    def is_blank(self, code: str, row: int) -> bool:
        """Tell whether an opening has nothing in a column."""
        return self.columns[code].cells[row] in (None, "")

    def check_choice(self, code: str, text: str) -> None:
        """Refuse a text that no opening can have.

        :raises UnknownChoice: the column has choices, and this is none of them
        """
        choices = self.columns[code].choices
        if choices and fold(text) not in (*map(fold, choices), ""):
            raise UnknownChoice(code, text, choices)

    def in_opening(self, row: int, cause: FormulaError) -> InOpening:
        """Return the refusal of what goes wrong in one opening."""
        return InOpening(self.labels[row], cause)

    def _exact(self, row: int, cell: Cell) -> Exact:
        try:
            return to_exact(cell or 0)
        except TooLarge as error:
            raise self.in_opening(row, error) from error
