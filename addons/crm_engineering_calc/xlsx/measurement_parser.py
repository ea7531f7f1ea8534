"""Make measurements of the rows of a sheet of ours."""

from decimal import Decimal

from ..domain.estimate import EstimateMeasurement
from .cells import Problem, ProblemKind, RowCells
from .sheet import Sheet


def parse_measurements(
    sheet: Sheet,
) -> tuple[tuple[EstimateMeasurement, ...], tuple[Problem, ...]]:
    """Return the measurements of a sheet of ours, and what is wrong in its cells."""
    columns = {
        name: letter
        for name, header in (sheet.identity.columns if sheet.identity else {}).items()
        if (letter := sheet.letter(header))
    }
    cells = RowCells(columns, groups_by_comma=False)
    found: dict[str, EstimateMeasurement] = {}
    for row in sheet.rows:
        if row.number >= sheet.first_row:
            code, name = cells.text(row, "code"), cells.text(row, "name")
            formula = cells.text(row, "formula")
            values = {
                "value": cells.result(row, "value", formula) or Decimal(0),
                "unit": cells.text(row, "unit"),
                "formula": formula,
            }
            if code in found:
                cells.report(row, "code", ProblemKind.DUPLICATE, code or "")
            elif code:
                found[code] = EstimateMeasurement(
                    code=code, name=name or code, **values
                )
            elif name or any(values.values()):
                cells.report(row, "code", ProblemKind.MISSING_NAME, name or "")
    return tuple(found.values()), tuple(cells.problems)
