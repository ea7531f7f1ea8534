from odoo import fields, models


class EngineeringEstimateImportSheet(models.TransientModel):
    _name = "engineering.estimate.import.sheet"
    _description = "Sheet of a Workbook to Import"
    _inherit = ["engineering.dialog"]
    _is_typed = False

    wizard_id = fields.Many2one(
        "engineering.estimate.import", required=True, ondelete="cascade"
    )
    name = fields.Char(required=True)
    # What the file says: it is read once, however often the dialog looks at it.
    content = fields.Text(readonly=True, prefetch=False)
    is_estimate = fields.Boolean(readonly=True, help="Its columns are an estimate's.")
    is_taken = fields.Boolean(readonly=True)
    header_row = fields.Integer(help="Where the headers of the columns seem to be.")
