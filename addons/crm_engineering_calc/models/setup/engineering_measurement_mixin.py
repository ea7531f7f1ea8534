from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..common.finite_fields import FiniteFloat
from ..common.formula_words import check_syntax


class EngineeringMeasurementMixin(models.AbstractModel):
    """What is measured on site, and how formulas call it."""

    _name = "engineering.measurement.mixin"
    _inherit = ["engineering.code.mixin"]
    _description = "Name, code, unit and bounds of a measurement"

    value = FiniteFloat(min_display_digits=0)
    formula = fields.Char(
        help="Computes the value from other measurements, such as W * H."
    )
    required = fields.Boolean(
        "Must Be Measured",
        help="A calculation can't be completed while the value is zero.",
    )

    # === CONSTRAINTS ===

    @api.constrains("formula")
    def _check_formula(self):
        for measurement in self.filtered("formula"):
            check_syntax(self.env, measurement.name, measurement.formula)

    @api.constrains("value_min", "value_max", "value")
    def _check_value(self):
        for measurement in self:
            if (
                measurement.value
                and not measurement.formula
                and not measurement._is_within_bounds()
            ):
                raise ValidationError(
                    measurement._get_bounds_message(measurement.value)
                )

    def _is_within_bounds(self):
        self.ensure_one()
        return not self.value_max or self.value_min <= self.value <= self.value_max
