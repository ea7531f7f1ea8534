from odoo import models

from ...domain.texts import NOTHING, fit
from ..common.format_number import to_number


class EngineeringCoefficientEstimateMixin(models.AbstractModel):
    """Coefficients, and their product, as the exchange schema has them."""

    _name = "engineering.coefficient.estimate.mixin"
    _description = "Exchange of coefficients"

    def _prepare_estimate_coefficients(self):
        """Return the coefficients and their product as the exchange schema has them."""
        self.ensure_one()
        taken = self._get_taken_values()
        return {
            "coefficients": tuple(
                {
                    "code": code,
                    "value": to_number(taken[coefficient]["value"]),
                    "value_min": to_number(taken[coefficient]["min"]),
                    "value_max": to_number(taken[coefficient]["max"]),
                }
                for code, coefficient in self._get_coefficients_by_code().items()
            ),
            "coefficient": to_number(self.coefficient),
            "coefficient_reason": fit(self.coefficient_reason) or None,
        }

    def _get_coefficients_by_code(self):
        """Return {what the exchange calls it: coefficient} of the record."""
        return {
            fit(coefficient.code) or fit(coefficient.name, NOTHING): coefficient
            for coefficient in self.coefficient_ids
        }
