import unicodedata

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...domain import formula
from ...domain.openings import CellProblem
from ..common.finite_fields import FiniteFloat
from ..common.format_number import format_number


class EngineeringCodeMixin(models.AbstractModel):
    """What formulas call by a code: a measurement, or a column of openings."""

    _name = "engineering.code.mixin"
    _description = "Name, code, unit and bounds of what formulas use"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    code = fields.Char(
        required=True, help="How formulas call it: a letter or a word, such as W."
    )
    uom_id = fields.Many2one("uom.uom", "Unit", ondelete="restrict")
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
        for record in self:
            try:
                formula.check_code(record.code)
            except formula.FormulaError as error:
                raise ValidationError(
                    self.env._(
                        "“%(code)s” can't be the code of “%(measurement)s”: it is a"
                        " letter or a word of letters, digits and _, and no function.",
                        code=record.code,
                        measurement=record.name,
                    )
                ) from error

    @api.constrains("value_min", "value_max")
    def _check_bounds(self):
        for record in self:
            if record.value_max and record.value_min > record.value_max:
                raise ValidationError(
                    self.env._(
                        "The minimum of “%(measurement)s” is above its maximum.",
                        measurement=record.name,
                    )
                )

    def _check_codes_differ(self, others):
        """Refuse codes that formulas could take for those of `others`.

        :raises ValidationError: one code would stand for two things
        """
        by_code = {formula.fold(other.code): other for other in others if other.code}
        for record in self:
            if other := by_code.get(formula.fold(record.code)):
                raise ValidationError(
                    self.env._(
                        "“%(measurement)s” can't have the code %(code)s: formulas call"
                        " “%(other)s” so already. Choose another one.",
                        measurement=record.name,
                        code=record.code,
                        other=other.name,
                    )
                )

    def _get_bounds_message(self, value):
        self.ensure_one()
        return self.env._(
            "%(measurement)s is %(value)s, outside of %(low)s to %(high)s. Measure it"
            " again, or ask the administrator to change the bounds.",
            measurement=self.name,
            value=self._format_value(value),
            low=self._format_value(self.value_min),
            high=self._format_value(self.value_max),
        )

    def _explain(self, error):
        """Return in the user's words why it can't be a value. To be extended."""
        if error.problem == CellProblem.OUT_OF_BOUNDS:
            return self._get_bounds_message(error.value)
        return self.env._(
            "%(column)s can't be “%(value)s”: write a number, such as 1.5.",
            column=self.name,
            value=error.value,
        )

    def _format_bounds(self):
        """Return from where to where values go in words, if they have bounds."""
        if not self.value_max:
            return ""
        low, high = (
            format_number(self.env, value) for value in (self.value_min, self.value_max)
        )
        return f"{low}–{high}"

    def _format_value(self, value):
        """Return a value in the user's language, with its unit."""
        number = format_number(self.env, value)
        return f"{number} {self.uom_id.name}" if self.uom_id else number
