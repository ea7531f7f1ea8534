from odoo import api, fields, models

from ...domain import formula, pricing
from ..common.formula_words import explain
from ..common.rows import filter_given, group_alike


class EngineeringLineQuantityMixin(models.AbstractModel):
    """The quantity of a line: written, or what its formula makes of measurements."""

    _name = "engineering.line.quantity.mixin"
    _inherit = ["engineering.line.mixin"]
    _description = "Quantity of a line"

    formula_error = fields.Char("Error", compute="_compute_formula_error")

    # === COMPUTE ===

    # The calculation tells when measurements change: see _recompute_measured.
    @api.depends("formula", "opening_id")
    def _compute_quantity(self):
        with_formula = filter_given(self, "formula")
        for line in self - with_formula:
            line.quantity = line.quantity or (0.0 if line.display_type else 1.0)
        for lines, quantity, _error in with_formula._evaluate_formulas():
            lines.quantity = quantity

    @api.depends("formula", "opening_id", "quantity")
    @api.depends_context("lang")
    def _compute_formula_error(self):
        with_formula = filter_given(self, "formula")
        (self - with_formula).formula_error = False
        for lines, _quantity, error in with_formula._evaluate_formulas():
            lines.formula_error = error

    def _evaluate_formulas(self):
        """Return (lines of one formula, its quantity, what is wrong in words)."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return [
            (same, *same._evaluate_formula(measurements, places, digits))
            for variant, lines in self._by_variant()
            for measurements in [variant.calculation_id._get_measured()]
            for places in [variant.calculation_id._get_opening_places()]
            for same in group_alike(lines, "formula", "opening_id")
        ]

    def _evaluate_formula(self, measurements, places, digits):
        try:
            quantity = measurements.evaluate(
                self[0].formula, places.get(self[0].opening_id)
            )
        except formula.FormulaError as error:
            return 0.0, explain(self.env, error)
        if quantity < 0:
            return 0.0, self.env._("The formula gives a negative quantity.")
        return float(pricing.round_half_up(quantity, digits)), False

    # === CRUD ===

    def _prepare_quantity_values(self, vals):
        """A quantity that is written replaces the formula, as in a spreadsheet."""
        if "quantity" not in vals:
            return vals
        if not vals.get("formula"):
            return {**vals, "formula": False}
        return {name: value for name, value in vals.items() if name != "quantity"}
