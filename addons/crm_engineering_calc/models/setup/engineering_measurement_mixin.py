import unicodedata

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...domain import formula
from ..common.finite_fields import FiniteFloat
from ..common.format_number import format_number
from ..common.formula_words import check_syntax


class EngineeringMeasurementMixin(models.AbstractModel):
    """What is measured on site, and how formulas call it."""

    _name = "engineering.measurement.mixin"
    _description = "Name, code, unit and bounds of a measurement"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    code = fields.Char(
        required=True, help="How formulas call it: a letter or a word, such as W."
    )
    value = FiniteFloat(min_display_digits=0)
    uom_id = fields.Many2one("uom.uom", "Unit", ondelete="restrict")
    formula = fields.Char(
        help="Computes the value from other measurements, such as W * H."
    )
    required = fields.Boolean(
        "Must Be Measured",
        help="A calculation can't be completed while the value is zero.",
    )
    value_min = FiniteFloat("Minimum", min_display_digits=0)
    value_max = FiniteFloat(
        "Maximum", min_display_digits=0, help="Zero: values have no bounds."
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_normal_code(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._with_normal_code(vals))

    def _with_normal_code(self, vals):
        """Write a code as formulas read it: they don't tell Ⅳ from IV."""
        if not vals.get("code"):
            return vals
        return {**vals, "code": unicodedata.normalize("NFKC", vals["code"].strip())}

    # === CONSTRAINTS ===

    @api.constrains("code")
    def _check_code(self):
        for measurement in self:
            try:
                formula.check_code(measurement.code)
            except formula.FormulaError as error:
                raise ValidationError(
                    self.env._(
                        "“%(code)s” can't be the code of “%(measurement)s”: it is a"
                        " letter or a word of letters, digits and _, and no function.",
                        code=measurement.code,
                        measurement=measurement.name,
                    )
                ) from error

    @api.constrains("formula")
    def _check_formula(self):
        for measurement in self.filtered("formula"):
            check_syntax(self.env, measurement.name, measurement.formula)

    @api.constrains("value_min", "value_max", "value")
    def _check_bounds(self):
        for measurement in self:
            if measurement.value_max and measurement.value_min > measurement.value_max:
                raise ValidationError(
                    self.env._(
                        "The minimum of “%(measurement)s” is above its maximum.",
                        measurement=measurement.name,
                    )
                )
            if (
                measurement.value
                and not measurement.formula
                and not measurement._is_within_bounds()
            ):
                raise ValidationError(measurement._get_bounds_message())

    def _is_within_bounds(self):
        self.ensure_one()
        return not self.value_max or self.value_min <= self.value <= self.value_max

    def _get_bounds_message(self):
        self.ensure_one()
        return self.env._(
            "%(measurement)s is %(value)s, outside of %(low)s to %(high)s. Measure it"
            " again, or ask the administrator to change the bounds.",
            measurement=self.name,
            value=self._format_value(self.value),
            low=self._format_value(self.value_min),
            high=self._format_value(self.value_max),
        )

    def _format_value(self, value):
        """Return a value in the user's language, with its unit."""
        number = format_number(self.env, value)
        return f"{number} {self.uom_id.name}" if self.uom_id else number
