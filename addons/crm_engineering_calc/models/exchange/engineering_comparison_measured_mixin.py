from odoo import models

from ...domain.formula import fold
from ...domain.measured_comparison import Measured, compare_measured
from ...domain.openings import ColumnKind
from ..common.format_number import format_number


class EngineeringComparisonMeasuredMixin(models.AbstractModel):
    """Measurements and openings of revisions, beside their variants."""

    _name = "engineering.comparison.measured.mixin"
    _description = "Comparison of what is measured"

    def _get_compared_measured(self, variants, references):
        """Return what differs in measurements and openings, a text for each variant.

        Variants of one calculation have the same.
        """
        calculations = variants.calculation_id
        if len(calculations) < 2:
            return []
        measured = {one: one._get_measured_by_key() for one in calculations}
        rows = compare_measured(
            [measured[variant.calculation_id] for variant in variants], references
        )
        # One that is there, and has no cells yet, is told from one that is not there.
        nothing = self.env._("not measured")
        return [
            row._replace(texts=[nothing if text == "" else text for text in row.texts])
            for row in rows
        ]

    def _get_measured_by_key(self):
        """Return what is measured by what it is in every revision."""
        return {
            ("measurement", fold(one.code)): Measured(
                f"{one.name} ({one.code})", {"": one._format_value(one.value)}
            )
            for one in self.measurement_ids
        } | {
            ("opening", _get_first(opening).id): Measured(
                opening.name, self._describe_cells(opening)
            )
            for opening in self.opening_ids
        }

    def _describe_cells(self, opening):
        cells = opening.cells or {}
        return {
            column.name: self._describe_cell(column, cells[column.code])
            for column in self.opening_column_ids
            if column.code in cells
        }

    def _describe_cell(self, column, cell):
        if column.kind != ColumnKind.NUMBER:
            return cell
        unit = column.uom_id.name
        number = format_number(self.env, cell)
        return f"{number} {unit}" if unit else number


def _get_first(opening):
    """Return the opening of the first revision that this one is a copy of."""
    # Revisions between may be of a team whose calculations the user does not see.
    first = opening.sudo()
    while first.copied_from_id:
        first = first.copied_from_id
    return first
