"""The sheet of the openings: a row of each, and a column of what is measured."""

from decimal import Decimal
from typing import Any

from ..domain.estimate import Estimate
from ..domain.estimate_openings import EstimateOpening, EstimateOpeningColumn
from ..domain.openings import ColumnKind
from . import numbers
from .layout import CELL_PREFIX, OPENING_PREFIX, Identity, SheetKind
from .sheet_writer import SheetWriter

# Rows for new openings: formulas count what is typed there.
SPARE_ROWS = 30
HEAD = 1
FIRST_ROW = 2
NAME_COLUMN = 1

_NAME_WIDTH, _NUMBER_WIDTH, _TEXT_WIDTH = 28, 12, 20
_MAX_LIST = 255


def get_last_row(estimate: Estimate) -> int:
    """Return the last row, from 0, that an opening can stand in."""
    return FIRST_ROW + len(estimate.openings) + SPARE_ROWS - 1


class OpeningSheet(SheetWriter):
    def fill(self, estimate: Estimate) -> None:
        labels = self.labels
        headers = {
            column.code: f"{column.name} ({column.code})"
            for column in estimate.opening_columns
        }
        identity = Identity(
            sheet=SheetKind.OPENINGS,
            calculation=estimate.calculation,
            revision=estimate.revision,
            columns={
                "name": labels.opening_name,
                **{f"{CELL_PREFIX}{code}": head for code, head in headers.items()},
            },
        )
        self.title(1, f"{labels.openings} · {estimate.calculation}")
        self.sheet.set_column(0, 0, None, None, {"hidden": True})
        self.text(HEAD, 0, identity.to_text(), "cell")
        self._write_names(estimate)
        for place, column in enumerate(estimate.opening_columns, NAME_COLUMN + 1):
            self._write_column(estimate, place, column, headers[column.code])
        self.set_up(FIRST_ROW, NAME_COLUMN + 1)

    def _write_names(self, estimate: Estimate) -> None:
        self.sheet.set_column(NAME_COLUMN, NAME_COLUMN, _NAME_WIDTH)
        self.text(HEAD, NAME_COLUMN, self.labels.opening_name, "head")
        for row, opening in self._rows(estimate):
            if opening:
                self.text(row, 0, f"{OPENING_PREFIX}{opening.ref}", "cell")
            name = opening.name if opening else None
            self.value(row, NAME_COLUMN, name, "cell", unlocked=True)

    def _write_column(
        self,
        estimate: Estimate,
        place: int,
        column: EstimateOpeningColumn,
        header: str,
    ) -> None:
        is_number = column.kind is ColumnKind.NUMBER
        width = _NUMBER_WIDTH if is_number else _TEXT_WIDTH
        self.sheet.set_column(place, place, width)
        self.text(HEAD, place, header, "head", right=is_number)
        for row, opening in self._rows(estimate):
            text = opening and opening.cells.get(column.code)
            number = numbers.parse_number(text) if is_number and text else None
            value: str | Decimal | None = text or None
            if number is not None:
                value = number
            self.value(row, place, value, "cell", unlocked=True, right=is_number)
        self._limit(estimate, place, column)

    def _limit(
        self, estimate: Estimate, place: int, column: EstimateOpeningColumn
    ) -> None:
        """Let the sheet refuse what the column can't hold."""
        rule: dict[str, Any] | None = None
        is_choice = column.kind is ColumnKind.CHOICE
        if is_choice and len(",".join(column.choices)) < _MAX_LIST:
            rule = {"validate": "list", "source": list(column.choices)}
        elif column.kind is ColumnKind.NUMBER and column.value_max:
            rule = {
                "validate": "decimal",
                "criteria": "between",
                "minimum": float(column.value_min),
                "maximum": float(column.value_max),
            }
        if rule:
            last = get_last_row(estimate)
            self.sheet.data_validation(FIRST_ROW, place, last, place, rule)

    def _rows(self, estimate: Estimate) -> list[tuple[int, EstimateOpening | None]]:
        openings = [*estimate.openings, *[None] * SPARE_ROWS]
        return list(enumerate(openings, FIRST_ROW))
