from odoo import api, models
from odoo.exceptions import ValidationError

from ...domain import pricing
from ..common.format_number import format_number
from ..common.own_fields_mixin import is_moved_by_machine


class EngineeringCoefficientBoundsMixin(models.AbstractModel):
    """How far an engineer may go from the product of coefficients, or from one."""

    _name = "engineering.coefficient.bounds.mixin"
    _description = "Bounds of a coefficient"

    # === CONSTRAINTS ===

    @api.constrains("coefficient", "coefficient_ids")
    def _check_coefficient_bounds(self):
        if is_moved_by_machine(self.env):
            return
        for record in self.filtered("coefficient_ids"):
            low, high = pricing.coefficient_bounds(
                (values["min"], values["max"])
                for values in record._get_taken_values().values()
            )
            if not low <= record.coefficient <= high:
                raise ValidationError(
                    self.env._(
                        "The coefficient %(value)s of “%(record)s” is outside the"
                        " bounds of its coefficients (%(low)s to %(high)s). Correct"
                        " the number or choose other coefficients.",
                        value=format_number(self.env, record.coefficient),
                        record=record._get_label(),
                        low=format_number(self.env, low),
                        high=format_number(self.env, high),
                    )
                )

    def _check_coefficient_by_hand(self):
        """Refuse numbers that are typed anew and outside of the direction's bounds.

        What was there before the bounds stays, and is carried over as it is.
        """
        typed = self.filtered(
            lambda record: record.coefficient != 1.0 and not record.coefficient_ids
        )
        for record in typed:
            direction = record._get_variant().direction_id
            if not direction._admits_coefficient(record.coefficient):
                raise ValidationError(
                    self.env._(
                        "%(record)s: %(problem)s",
                        record=record._get_label(),
                        problem=direction._get_coefficient_message(record.coefficient),
                    )
                )

    def _get_taken_values(self):
        """Return {coefficient: its value, min and max} as they were when chosen."""
        self.ensure_one()
        taken = self.coefficient_values or {}
        return {
            coefficient: taken.get(str(coefficient.id))
            or coefficient._prepare_taken_values()
            for coefficient in self.coefficient_ids._origin
        }
