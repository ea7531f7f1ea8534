from decimal import Decimal

from odoo import api, fields, models

from ...domain import formula
from ...domain.formula import FormulaError
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
        if "calculation_id" in vals:
            self._check_can_edit()
        if {"calculation_id", "code", "formula", "value"}.intersection(vals):
            self.calculation_id._recompute_measured(codes + self.mapped("code"))
        return result

    def unlink(self):
        calculations = self.calculation_id
        codes = self.mapped("code")
        result = super().unlink()
        calculations._recompute_measured(codes)
        return result

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
