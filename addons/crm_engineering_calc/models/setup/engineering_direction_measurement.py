from odoo import api, fields, models

from ..common.finite_fields import FiniteFloat


class EngineeringDirectionMeasurement(models.Model):
    """A measurement that the calculations of a direction begin with."""

    _name = "engineering.direction.measurement"
    _description = "Measurement of a Direction"
    _inherit = [
        "engineering.direction.code.mixin",
        "engineering.measurement.mixin",
        "engineering.plain.text.mixin",
    ]
    _order = "direction_id, sequence, id"

    _code_unique = models.UniqueIndex(
        "(direction_id, code)",
        "Another measurement of the direction has this code. Choose a code of its own.",
    )

    direction_id = fields.Many2one(
        "engineering.direction", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(translate=True)
    value = FiniteFloat("Usual Value")

    @api.constrains("code", "direction_id")
    def _check_code_is_own(self):
        for direction, measurements in self.grouped("direction_id").items():
            measurements._check_codes_differ(direction.opening_column_ids)

    def _prepare_measurement_values(self):
        """Return the values of a calculation's measurement that begins as this one."""
        self.ensure_one()
        return {
            "sequence": self.sequence,
            "name": self.name,
            "code": self.code,
            "value": self.value,
            "uom_id": self.uom_id.id,
            "formula": self.formula,
            "required": self.required,
            "value_min": self.value_min,
            "value_max": self.value_max,
        }
