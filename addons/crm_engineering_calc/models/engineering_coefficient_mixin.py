from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..domain import pricing
from .workflow_mixin import is_moved_by_machine


class EngineeringCoefficientMixin(models.AbstractModel):
    """What has coefficients, and their product that the engineer may correct."""

    _name = "engineering.coefficient.mixin"
    _description = "Coefficients and their product"

    _coefficient_positive = models.Constraint(
        "CHECK(coefficient > 0)", "A coefficient must be greater than zero."
    )

    coefficient_ids = fields.Many2many("engineering.coefficient", string="Coefficients")
    coefficient = fields.Float(
        compute="_compute_coefficient",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        min_display_digits=2,
        help="Product of the coefficients; may be corrected within their bounds.",
    )

    # Values are taken when chosen: a later change of a coefficient's settings must
    # not change what exists, so that its value is no dependency.
    @api.depends("coefficient_ids")
    def _compute_coefficient(self):
        multiplied = self.filtered("coefficient_ids")
        (self - multiplied).coefficient = 1.0
        for record in multiplied:
            record.coefficient = pricing.combined_coefficient(
                record.coefficient_ids.mapped("value")
            )

    @api.constrains("coefficient", "coefficient_ids")
    def _check_coefficient_bounds(self):
        if is_moved_by_machine(self.env):
            return
        for record in self.filtered("coefficient_ids"):
            low, high = pricing.coefficient_bounds(
                (coefficient.value_min, coefficient.value_max)
                for coefficient in record.coefficient_ids
            )
            if not low <= record.coefficient <= high:
                raise ValidationError(
                    self.env._(
                        "The coefficient %(value)s of “%(record)s” is outside the"
                        " bounds of its coefficients (%(low)s to %(high)s). Correct"
                        " the number or choose other coefficients.",
                        value=f"{record.coefficient:g}",
                        record=record.display_name,
                        low=f"{low:g}",
                        high=f"{high:g}",
                    )
                )

    @api.constrains("coefficient_ids")
    def _check_coefficient_direction(self):
        if is_moved_by_machine(self.env):
            return
        for direction, records in (
            self.filtered("coefficient_ids").grouped("direction_id").items()
        ):
            coefficients = records.coefficient_ids
            offered = coefficients.filtered_domain(direction._get_coefficient_domain())
            if foreign := coefficients - offered:
                raise ValidationError(
                    self.env._(
                        "The direction “%(direction)s” does not offer the coefficient"
                        " %(coefficients)s.",
                        direction=direction.display_name,
                        coefficients=", ".join(foreign.mapped("display_name")),
                    )
                )
