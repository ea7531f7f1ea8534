from odoo import fields, models

from ..common.field_groups import ADMINISTRATOR
from ..common.finite_fields import FiniteFloat


class EngineeringDirectionRequestMixin(models.AbstractModel):
    """What a deal must say before it is sent to a direction, and how long visits take.

    A direction that says nothing of it asks for what its parent does.
    """

    _name = "engineering.direction.request.mixin"
    _description = "Needs of a request"

    _required_files_positive = models.Constraint(
        "CHECK(required_files >= 0)",
        "The number of files can't be negative.",
    )
    _visit_hours_positive = models.Constraint(
        "CHECK(visit_hours BETWEEN 0 AND 24)",
        "A visit takes up to 24 hours.",
    )

    required_field_ids = fields.Many2many(
        "ir.model.fields",
        "engineering_direction_required_field_rel",
        "direction_id",
        "field_id",
        string="Filled before Sending",
        domain=[
            ("model", "=", "crm.lead"),
            ("store", "=", True),
            ("readonly", "=", False),
            ("name", "not like", "engineering_"),
        ],
        groups=ADMINISTRATOR,
        tracking=True,
        help="What of the deal the engineers need to know. Properties: all those of the"
        " deal. Empty: what the parent asks for.",
    )
    required_files = fields.Integer(
        "Files before Sending",
        tracking=True,
        help="How many files the deal must have: drawings, photos. Zero: as many as the"
        " parent asks for.",
    )

    visit_hours = FiniteFloat(
        "Site Visit (hours)",
        tracking=True,
        help="How long a visit to the customer's site takes. Zero: as long as those of"
        " the parent, else one hour.",
    )

    def _get_visit_hours(self):
        """Return how long a visit is planned for."""
        direction = self.sudo()
        if direction.visit_hours or not direction.parent_id:
            return direction.visit_hours or 1.0
        return direction.parent_id._get_visit_hours()

    def _get_required_fields(self):
        """Return the names of the deal's fields that are filled before sending."""
        direction = self.sudo()
        names = direction.required_field_ids.mapped("name")
        if names or not direction.parent_id:
            return names
        return direction.parent_id._get_required_fields()

    def _get_required_files(self):
        """Return how many files the deal has before it is sent."""
        direction = self.sudo()
        if direction.required_files or not direction.parent_id:
            return direction.required_files
        return direction.parent_id._get_required_files()
