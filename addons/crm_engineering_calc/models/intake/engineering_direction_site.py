from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...domain.inquiry import FieldRefusal


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

    site_opening_name = fields.Char(
        "One Opening Is Called",
        translate=True,
        help="On sites, where customers tell what they have measured of each: a window,"
        " a room. Empty: as the parent calls it.",
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

    def _get_asked_columns(self):
        """Return the columns of openings that a customer is asked for."""
        return self._get_opening_columns().filtered("asked_of_customer")

    def _get_opening_word(self):
        """Return what one opening is called, by the direction or a parent; else ''."""
        direction = self
        while direction and not direction.site_opening_name:
            direction = direction.parent_id
        return direction.site_opening_name or ""

    def _find_opening_refusals(self, openings):
        """Yield what is refused of rows that a customer has measured."""
        asked = {column.code: column for column in self._get_asked_columns()}
        for number, cells in enumerate(openings):
            for code, value in cells.items():
                column = asked.get(code)
                reason = (
                    column._find_reason(value)
                    if column
                    else "The direction asks for no such column"
                )
                if reason:
                    yield FieldRefusal(f"openings.{number}.{code}", reason)

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
                "opening_name": direction._get_opening_word(),
                "opening_columns": [
                    column._describe_for_site()
                    for column in direction._get_asked_columns()
                ],
            }
            for direction in self
        ]
