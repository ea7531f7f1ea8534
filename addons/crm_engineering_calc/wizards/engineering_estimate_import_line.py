from odoo import fields, models

from ..domain.difference import Effect

ERROR = "error"


class EngineeringEstimateImportLine(models.TransientModel):
    """What an import would do to one record, or what stands in its way."""

    _name = "engineering.estimate.import.line"
    _description = "Preview of an Import"
    _inherit = ["engineering.dialog"]

    wizard_id = fields.Many2one(
        "engineering.estimate.import", required=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(
        [
            (ERROR, "Error"),
            (Effect.ADDED.value, "Added"),
            (Effect.CHANGED.value, "Changed"),
            (Effect.REMOVED.value, "Removed"),
        ],
        required=True,
    )
    row = fields.Integer("Row No.")
    rows = fields.Char(help="All rows of one cause.")
    count = fields.Integer(default=1)
    column = fields.Char()
    variant = fields.Char("Where")
    name = fields.Char("Line")
    text = fields.Text("What")
