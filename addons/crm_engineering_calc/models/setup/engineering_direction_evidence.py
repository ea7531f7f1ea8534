from odoo import api, fields, models


class EngineeringDirectionEvidence(models.Model):
    """How many documents or photos of a kind a work of a direction must have."""

    _name = "engineering.direction.evidence"
    _description = "Evidence that a Direction Demands"
    _order = "direction_id, sequence, id"

    _count_positive = models.Constraint(
        "CHECK(count > 0)", "Demand at least one document or photo, or none of a kind."
    )
    _kind_once = models.Constraint(
        "UNIQUE(direction_id, kind_id)",
        "The direction demands this kind already: change the number there.",
    )

    direction_id = fields.Many2one(
        "engineering.direction", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    kind_id = fields.Many2one(
        "engineering.evidence.kind", required=True, index=True, ondelete="restrict"
    )
    count = fields.Integer("How Many", default=1, required=True)

    @api.depends("kind_id", "count")
    def _compute_display_name(self):
        for demand in self:
            demand.display_name = f"{demand.kind_id.display_name}: {demand.count}"
