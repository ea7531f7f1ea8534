from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...domain import formula
from ...domain.formula import FormulaError
from ...domain.openings import InvalidCell, OpeningColumn
from ...domain.texts import NOTHING, fit
from ..common.finite_fields import FiniteFloat
from ..common.format_number import to_number
from ..common.formula_words import explain


class EngineeringMeasurement(models.Model):
    _name = "engineering.measurement"
    _description = "Measurement"
    _inherit = [
        "engineering.reference.mixin",
        "engineering.calculation.code.mixin",
        "engineering.measurement.mixin",
        "engineering.photos.mixin",
    ]
    _order = "calculation_id, sequence, id"

    _code_unique = models.UniqueIndex(
        "(calculation_id, code)",
        "Another measurement of the calculation has this code. Choose a code of its"
        " own.",
    )

    value = FiniteFloat(compute="_compute_value", store=True, readonly=False, copy=True)
    formula_error = fields.Char("Error", compute="_compute_formula_error")
    is_missing = fields.Boolean(compute="_compute_is_missing")

    # === COMPUTE ===

    # What it depends on is told by the calculation: see _recompute_measured.
    @api.depends("formula")
    def _compute_value(self):
        for measurement, result in self._with_results():
            if isinstance(result, Decimal):
                measurement.value = float(result)
            else:
                measurement.value = 0.0 if measurement.formula else measurement.value

    @api.depends("formula", "value")
    @api.depends_context("lang")
    def _compute_formula_error(self):
        for measurement, result in self._with_results():
            failed = isinstance(result, FormulaError)
            measurement.formula_error = failed and explain(self.env, result)

    def _with_results(self):
        """Return (measurement, what its formula gives or is refused with)."""
        return [
            (measurement, results.get(measurement.code))
            for calculation, measurements in self.grouped("calculation_id").items()
            for results in [calculation._get_measured().results]
            for measurement in measurements
        ]

    @api.depends("required", "value")
    def _compute_is_missing(self):
        for measurement in self:
            measurement.is_missing = measurement.required and not measurement.value

    # === CRUD ===

    def write(self, vals):
        self._check_can_edit()
        if "code" in vals:
            self._check_unused_code(vals["code"])
        codes = self.mapped("code")
        result = super().write(vals)
        if {"code", "formula", "value"}.intersection(vals):
            self.calculation_id._recompute_measured(codes + self.mapped("code"))
        return result

    def unlink(self):
        calculations = self.calculation_id
        codes = self.mapped("code")
        result = super().unlink()
        calculations._recompute_measured(codes)
        return result

    def _set_values(self, given):  # pylint: disable=missing-return
        """Write values, and compute once what follows.

        :param given: {measurement: its value}
        """
        self._check_can_edit()
        for measurement in self:
            # The guards of `write` have been asked for all at once.
            super(EngineeringMeasurement, measurement).write(  # pylint: disable=super-method-mismatch
                {"value": given[measurement]}
            )
        for calculation, measurements in self.grouped("calculation_id").items():
            calculation._recompute_measured(measurements.mapped("code"))

    def _read_typed(self, typed):
        """Return the number that is typed, 0 for nothing.

        :raises UserError: it is none, outside of the bounds, or computed here
        """
        self.ensure_one()
        if self.formula:
            raise UserError(
                self.env._(
                    "%(measurement)s is computed: %(formula)s. Change what it is"
                    " computed from.",
                    measurement=self.name,
                    formula=self.formula,
                )
            )
        try:
            column = OpeningColumn(self.code, low=self.value_min, high=self.value_max)
            return column.parse(typed) or 0.0
        except InvalidCell as error:
            raise ValidationError(self._explain(error)) from error

    @api.constrains("code", "calculation_id")
    def _check_code_is_own(self):
        for calculation, measurements in self.grouped("calculation_id").items():
            measurements._check_codes_differ(calculation.opening_column_ids)

    def _get_used(self, codes):
        """Return those with `codes`, and those that their formulas use in turn."""
        by_code = self.grouped(lambda measurement: formula.fold(measurement.code))
        used, pending = self.browse(), set(codes)
        while pending:
            code = formula.fold(pending.pop())
            fresh = by_code.get(code, self.browse()) - used
            used |= fresh
            for measurement in fresh.filtered("formula"):
                pending.update(formula.used(measurement.formula))
        return used

    def _prepare_shown(self):
        """Return measurements as the page shows them to who measures."""
        return [
            {
                "id": measurement.id or measurement._origin.id,
                "name": measurement.name or "",
                "code": measurement.code or "",
                "unit": measurement.uom_id.name or "",
                "value": measurement.value or 0,
                "low": measurement.value_min,
                "high": measurement.value_max,
                "missing": measurement.is_missing,
                "formula": measurement.formula or "",
                "error": measurement.formula_error or "",
                "writer": measurement._get_other_writer(),
                "photos": measurement._prepare_shown_photos(),
            }
            for measurement in self
        ]

    def _get_other_writer(self):
        """Return who has filled it in, if that is another one than the user."""
        filled_in = self.value and not self.formula and not self._is_as_requested()
        if not filled_in or self.write_uid == self.env.user:
            return ""
        return self._get_writer()

    def _is_as_requested(self):
        """Return whether nobody has touched what the direction begins with."""
        calculation = self.calculation_id
        return (self.write_uid, self.write_date) == (
            calculation.create_uid,
            calculation.create_date,
        )

    # === EXCHANGE ===

    def _prepare_estimate_values(self):
        """Return the measurement as the exchange schema has it."""
        self.ensure_one()
        return {
            "code": self.code,
            "name": fit(self.name, NOTHING),
            "value": to_number(self.value),
            "unit": fit(self.uom_id.name) or None,
            "formula": fit(self.formula) or None,
        }
