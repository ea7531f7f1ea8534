"""Where measurements and openings stand in a workbook that is being written."""

from collections.abc import Callable
from typing import NamedTuple

from xlsxwriter.utility import xl_col_to_name

from ..domain.estimate import Estimate
from ..domain.openings import ColumnKind
from .labels import Labels
from .measurement_sheet import get_place
from .opening_sheet import FIRST_ROW, NAME_COLUMN, get_last_row
from .spreadsheet_cells import Cells


class Places(NamedTuple):
    """The names of both sheets, and where in them values stand."""

    measurements: str
    openings: str
    cells: Cells


def get_cells(
    estimate: Estimate, labels: Labels, take_name: Callable[[str], str]
) -> Places:
    """Return where formulas find values.

    :param take_name: gives a sheet a name that no other one has
    """
    measurements = take_name(labels.measurements) if estimate.measurements else ""
    openings = take_name(labels.openings) if estimate.opening_columns else ""
    first, last = FIRST_ROW + 1, get_last_row(estimate) + 1
    name = f"${xl_col_to_name(NAME_COLUMN)}$"
    cells = Cells(
        {
            item.code: f"'{measurements}'!{get_place(number)}"
            for number, item in enumerate(estimate.measurements)
        },
        {
            column.code: (
                f"'{openings}'!${xl_col_to_name(place)}$",
                column.kind is not ColumnKind.NUMBER,
            )
            for place, column in enumerate(estimate.opening_columns, NAME_COLUMN + 1)
        },
        {opening.ref: first + n for n, opening in enumerate(estimate.openings)},
        first,
        last,
        f"'{openings}'!{name}{first}:{name}{last}" if openings else "",
    )
    return Places(measurements, openings, cells)
