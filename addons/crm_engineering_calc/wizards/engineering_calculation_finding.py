from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.common.selections import FINDING_LEVELS


class EngineeringCalculationFinding(models.TransientModel):
    _name = "engineering.calculation.finding"
    _description = "Finding of the Check before Handover"
    _inherit = ["engineering.dialog"]
    _is_typed = False

    wizard_id = fields.Many2one(
        "engineering.calculation.complete", required=True, ondelete="cascade"
    )
    level = fields.Selection(FINDING_LEVELS, required=True)
    text = fields.Char("What", required=True)
    record = fields.Reference("_get_record_models", "Where", readonly=True)

    @api.model
    def _get_record_models(self):
        """Return what findings may be about. To be extended."""
        models_ = (
            "engineering.calculation",
            "engineering.measurement",
            "engineering.opening",
            "engineering.variant",
            "engineering.variant.line",
        )
        return [(name, self.env[name]._description) for name in models_]

    def action_open(self):
        """Return the action that opens what the finding is about.

        :raises UserError: it is deleted meanwhile
        """
        self.ensure_one()
        if not self.record or not self.record.exists():
            raise UserError(
                self.env._(
                    "“%(finding)s” is about what is deleted meanwhile. Check again.",
                    finding=self.text,
                )
            )
        return self.wizard_id.calculation_id._open_finding(self.record)
