from odoo import fields, models


class EngineeringDirectionPaperMixin(models.AbstractModel):
    """How the papers of a direction look."""

    _name = "engineering.direction.paper.mixin"
    _description = "Papers of a direction"

    proposal_pictures = fields.Boolean(
        "Pictures of Services",
        tracking=True,
        help="A proposal on paper shows the picture of each service that has one.",
    )
