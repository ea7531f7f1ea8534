from odoo import api, models

from ...domain.openings import ColumnKind
from ...domain.texts import NOTHING, fit
from ..common.format_number import to_number


class EngineeringOpeningColumn(models.Model):
    _name = "engineering.opening.column"
    _description = "Column of Openings"
    _inherit = [
        "engineering.reference.mixin",
        "engineering.calculation.code.mixin",
        "engineering.opening.column.mixin",
    ]
    _order = "calculation_id, sequence, id"

    _code_unique = models.UniqueIndex(
        "(calculation_id, code)",
        "Another column of the calculation has this code. Choose a code of its own.",
    )

    # === CONSTRAINTS ===

    @api.constrains("code", "calculation_id")
    def _check_code_is_own(self):
        for calculation, columns in self.grouped("calculation_id").items():
            columns._check_codes_differ(calculation.measurement_ids)

    # === CRUD ===

    def write(self, vals):
        self._check_can_edit()
        before = {column: column.code for column in self}
        if "code" in vals:
            self._check_unused_code(vals["code"])
        result = super().write(vals)
        changed = {column for column in self if column.code != before[column]}
        if {"code", "kind", "value_min", "value_max", "choices"}.intersection(vals):
            for calculation, columns in self.grouped("calculation_id").items():
                renamed = {before[one]: one.code for one in columns if one in changed}
                calculation.opening_ids._follow_columns(renamed)
        self.calculation_id._recompute_measured(
            [*before.values(), *self.mapped("code")]
        )
        return result

    def unlink(self):
        gone = {
            calculation: dict.fromkeys(columns.mapped("code"))
            for calculation, columns in self.grouped("calculation_id").items()
        }
        result = super().unlink()
        for calculation, codes in gone.items():
            calculation.opening_ids._follow_columns(codes)
            calculation._recompute_measured(codes)
        return result

    def _prepare_shown(self):
        """Return the column as the table has it."""
        self.ensure_one()
        number = self.kind == ColumnKind.NUMBER
        return {
            "code": self.code,
            "name": self.name,
            "kind": self.kind,
            "unit": self.uom_id.name or "",
            "required": self.required,
            "value": self.value if number and self.value else False,
            "low": self.value_min,
            "high": self.value_max,
            "choices": self._get_choices(),
        }

    # === EXCHANGE ===

    def _prepare_estimate_values(self):
        """Return the column as the exchange schema has it."""
        self.ensure_one()
        return {
            "code": self.code,
            "name": fit(self.name, NOTHING),
            "kind": self.kind,
            "unit": fit(self.uom_id.name) or None,
            "choices": self._get_choices(),
            "value_min": to_number(self.value_min),
            "value_max": to_number(self.value_max),
            "required": self.required,
        }
