"""Make openings of the rows of a sheet of ours."""

from ..domain.column_words import ColumnField
from ..domain.estimate_openings import EstimateOpening
from . import numbers
from .cells import Problem, ProblemKind, RowCells
from .grid import CellKind, Row
from .layout import CELL_PREFIX, OPENING_PREFIX
from .sheet import Sheet


def parse_openings(
    sheet: Sheet,
) -> tuple[tuple[EstimateOpening, ...], tuple[Problem, ...]]:
    """Return the openings of a sheet of ours, and what is wrong in its cells.

    A row that is new, or a copy of another one, gets a `ref` such as "row 17".
    """
    headers = {**(sheet.identity.columns if sheet.identity else {})}
    headers[ColumnField.REF] = ColumnField.REF
    columns = {
        name: letter
        for name, header in headers.items()
        if (letter := sheet.letter(header))
    }
    rows = _Openings(columns, groups_by_comma=False)
    found: dict[str, EstimateOpening] = {}
    for row in sheet.rows:
        if row.number >= sheet.first_row:
            opening = rows.opening(row, found)
            if opening:
                found[opening.ref] = opening
    return tuple(found.values()), tuple(rows.problems)


class _Openings(RowCells):
    def opening(
        self, row: Row, found: dict[str, EstimateOpening]
    ) -> EstimateOpening | None:
        """Return the opening of a row; of one without any value, none."""
        names = [name for name in self.columns if name.startswith(CELL_PREFIX)]
        texts = {name: self._cell_text(row, name) for name in names}
        cells = {
            name.removeprefix(CELL_PREFIX): text
            for name, text in texts.items()
            if text is not None
        }
        label = self.text(row, "name")
        if not cells and not label:
            return None
        ref = self.text(row, ColumnField.REF) or ""
        own = ref.removeprefix(OPENING_PREFIX)
        if not ref.startswith(OPENING_PREFIX) or own in found:
            own = f"row {row.number}"
        return EstimateOpening(ref=own, name=label or str(row.number), cells=cells)

    def _cell_text(self, row: Row, name: str) -> str | None:
        cell = self.cell(row, name)
        if cell is not None and cell.kind is CellKind.DATE:
            self.report(row, name, ProblemKind.DATE, cell.text)
            return None
        text = self.text(row, name)
        if text is None or cell is None or cell.kind is not CellKind.TEXT:
            return text
        number = numbers.parse_number(text)
        return text if number is None else numbers.to_text(number)
