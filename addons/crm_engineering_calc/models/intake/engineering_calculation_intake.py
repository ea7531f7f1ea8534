from odoo import models


class EngineeringCalculation(models.Model):
    """A calculation begins with what the customer has measured himself."""

    _name = "engineering.calculation"
    _inherit = "engineering.calculation"

    def _prepare_direction_measurement(self, measurement):
        values = super()._prepare_direction_measurement(measurement)
        # Whoever takes a calculation reads no requests of customers, hence superuser.
        told = self.lead_id.sudo().engineering_inquiry_ids.filtered(
            lambda inquiry: inquiry.direction_id == self.direction_id
        )
        measured = told[:1].measured or {}
        if measurement.code in measured and measurement.asked_of_customer:
            values["value"] = measured[measurement.code]
        return values
