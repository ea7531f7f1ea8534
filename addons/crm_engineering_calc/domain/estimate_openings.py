"""Openings in the exchange schema: their columns, and a row of cells of each."""

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field

from .openings import ColumnKind
from .schema import Number, SchemaValue, Text


def _to_text(value: object) -> object:
    is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    return str(value) if is_number else value


# A number is written with its point: "1.4".
CellText = Annotated[Text, BeforeValidator(_to_text)]


class EstimateOpeningColumn(SchemaValue):
    """What is measured of each opening; formulas name its `code`.

    Numbers lie within `value_min` and `value_max`, if that is not 0.
    """

    code: Text
    name: Text
    kind: ColumnKind = ColumnKind.NUMBER
    unit: Text | None = None
    choices: tuple[Text, ...] = ()
    value_min: Number = Decimal(0)
    value_max: Number = Decimal(0)
    required: bool = False


class EstimateOpening(SchemaValue):
    """A window, a room, a lift: `cells` hold what is measured of it, by column."""

    ref: Text
    name: Text
    cells: dict[Text, CellText] = Field(default_factory=dict)


def get_normal_cells(opening: EstimateOpening) -> dict[str, str | Decimal]:
    """Return the cells such that equal numbers are equal, however they are written."""
    return {code: _to_number(text) for code, text in opening.cells.items()}


def _to_number(text: str) -> str | Decimal:
    try:
        number = Decimal(text.replace(",", "."))
    except ArithmeticError:
        return text
    return number if number.is_finite() else text
