from odoo import fields, models

from ..common.field_groups import ADMINISTRATOR


class EngineeringDirectionRequestMixin(models.AbstractModel):
    """What a deal must say before it is sent to a direction.

    A direction that says nothing of it asks for what its parent does.
    """

    _name = "engineering.direction.request.mixin"
    _description = "Needs of a request"

    _required_files_positive = models.Constraint(
        "CHECK(required_files >= 0)",
        "The number of files can't be negative.",
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
        help="What of the deal the engineers need to know. Properties: all those of the"
        " deal. Empty: what the parent asks for.",
    )
    required_files = fields.Integer(
        "Files before Sending",
        tracking=True,
        help="How many files the deal must have: drawings, photos. Zero: as many as the"
        " parent asks for.",
    )

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
