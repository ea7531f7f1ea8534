from odoo import api, fields, models


class EngineeringEvidenceKind(models.Model):
    """What a document or photo shows of a work that it proves."""

    _name = "engineering.evidence.kind"
    _description = "Kind of Evidence"
    _inherit = ["engineering.deletion.mixin", "engineering.plain.text.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_photo = fields.Boolean(
        "Photos", help="A phone offers its camera for it, and pictures alone."
    )

    @api.model
    def _get_needs(self):
        return [
            *super()._get_needs(),
            (
                self.env._("directions"),
                "engineering.direction",
                "evidence_ids.kind_id",
            ),
            (
                self.env._("documents"),
                "ir.attachment",
                "engineering_evidence_kind_id",
            ),
        ]
