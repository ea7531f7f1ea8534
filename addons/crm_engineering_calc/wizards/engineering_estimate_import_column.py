from odoo import api, fields, models

SKIP = "skip"


class EngineeringEstimateImportColumn(models.TransientModel):
    """A column of the sheet, and what it means."""

    _name = "engineering.estimate.import.column"
    _description = "Column of a Sheet to Import"
    _inherit = ["engineering.dialog"]
    _is_typed = False

    wizard_id = fields.Many2one(
        "engineering.estimate.import", required=True, ondelete="cascade"
    )
    letter = fields.Char("Column", required=True)
    header = fields.Char()
    sample = fields.Char("First Values")
    meaning = fields.Selection("_get_meanings", default=SKIP, required=True)

    @api.model
    def _get_meanings(self):
        """Return what a column may hold: fields of the exchange and their words."""
        not_imported = self.env._("Not imported")
        return [
            (SKIP, not_imported),
            ("name", self.env._("Service or description")),
            ("product_code", self.env._("Internal reference")),
            ("unit", self.env._("Unit")),
            ("quantity", self.env._("Quantity")),
            ("formula", self.env._("Formula of the quantity")),
            ("base_price", self.env._("Base price")),
            ("coefficients", self.env._("Coefficients")),
            ("coefficient", self.env._("Product of coefficients")),
            ("coefficient_reason", self.env._("Why this coefficient")),
            ("kind", self.env._("Kind of line")),
            ("amount", self.env._("Amount (checked)")),
            ("position", self.env._("Position (not imported)")),
            *(
                (field.key, field.label)
                for field in self.env["engineering.variant.line"]
                ._get_extra_fields()
                .values()
            ),
        ]
