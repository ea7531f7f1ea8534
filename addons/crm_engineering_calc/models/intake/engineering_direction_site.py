from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EngineeringDirection(models.Model):
    """A direction that customers choose on a site."""

    _name = "engineering.direction"
    _inherit = "engineering.direction"

    offered_on_sites = fields.Boolean(
        "Offered on Sites",
        tracking=True,
        copy=False,
        help="Customers may send requests for it from sites. Its name, and the"
        " measurements that are asked of the customer, are shown there.",
    )

    @api.constrains("offered_on_sites", "code")
    def _check_offered_on_sites(self):
        for direction in self:
            if direction.offered_on_sites and not direction.code:
                raise ValidationError(
                    self.env._(
                        "Sites know directions by their codes: give “%(direction)s”"
                        " one.",
                        direction=direction.display_name,
                    )
                )

    def _get_asked_measurements(self):
        """Return what a customer is asked to measure, inherited ones too."""
        return self._get_measurements().filtered("asked_of_customer")

    def _describe_for_site(self):
        """Return what a site needs to know to draw its form. To be extended."""
        return [
            {
                "code": direction.code,
                "name": direction.name,
                "measurements": [
                    measurement._describe_for_site()
                    for measurement in direction._get_asked_measurements()
                ],
            }
            for direction in self
        ]
