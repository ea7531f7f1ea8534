from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EngineeringDirectionMeasurement(models.Model):
    """A measurement that a customer can know himself."""

    _name = "engineering.direction.measurement"
    _inherit = "engineering.direction.measurement"

    asked_of_customer = fields.Boolean(
        help="A customer who sends a request from a site is asked for it, and the"
        " calculation begins with his value.",
    )

    @api.constrains("asked_of_customer", "formula")
    def _check_asked_of_customer(self):
        for measurement in self:
            if measurement.asked_of_customer and measurement.formula:
                raise ValidationError(
                    self.env._(
                        "“%(measurement)s” is computed: ask the customer for what it"
                        " is computed of.",
                        measurement=measurement.name,
                    )
                )

    def _describe_for_site(self):
        self.ensure_one()
        bounds = self.value_max and {"min": self.value_min, "max": self.value_max}
        return {
            "code": self.code,
            "name": self.name,
            "unit": self.uom_id.name or "",
            **(bounds or {}),
        }

    def _find_reason(self, value):
        """Return why a customer's value is not taken, nothing: it is."""
        self.ensure_one()
        if not self.value_max or self.value_min <= value <= self.value_max:
            return ""
        return f"Not within {self.value_min!r} to {self.value_max!r}"
