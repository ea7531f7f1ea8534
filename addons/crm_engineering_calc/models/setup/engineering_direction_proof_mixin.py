from odoo import fields, models


class EngineeringDirectionProofMixin(models.AbstractModel):
    """What is checked in works of a direction, and whether the customer signs them."""

    _name = "engineering.direction.proof.mixin"
    _description = "Checklist and signature of a direction's works"

    check_ids = fields.One2many(
        "engineering.direction.check",
        "direction_id",
        "Checklist",
        copy=True,
        help="Works of this direction begin with it. Without one they begin with the"
        " parent's.",
    )
    signature_required = fields.Boolean(
        "Customer Signs the Work",
        tracking=True,
        help="A work can't be completed before the customer has signed on the spot"
        " that it is done.",
    )

    def _get_checks(self):
        """Return the checks of its works: its own, or the parent's."""
        self.ensure_one()
        return self.check_ids or (self.parent_id and self.parent_id._get_checks())
