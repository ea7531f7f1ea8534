import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import xlsx
from .workbook_words import explain_error


class EngineeringImportSheetsMixin(models.AbstractModel):
    """The sheets of somebody's workbook, and the one that is looked at."""

    _name = "engineering.import.sheets.mixin"
    _inherit = ["engineering.calculation.dialog"]
    _description = "Sheets of a workbook to import"

    file = fields.Binary("Workbook", attachment=False)
    sheet_ids = fields.One2many(
        "engineering.estimate.import.sheet", "wizard_id", "Sheets"
    )
    sheet_count = fields.Integer(compute="_compute_sheet_count")
    sheet_id = fields.Many2one(
        "engineering.estimate.import.sheet", domain="[('wizard_id', '=', id)]"
    )
    other_sheets = fields.Char(compute="_compute_other_sheets")

    # === COMPUTE ===

    @api.depends("sheet_ids")
    def _compute_sheet_count(self):
        for wizard in self:
            wizard.sheet_count = len(wizard.sheet_ids)

    @api.depends("sheet_id", "sheet_ids.is_estimate", "sheet_ids.is_taken")
    def _compute_other_sheets(self):
        for wizard in self:
            names = wizard._get_other_sheets().mapped("name")
            wizard.other_sheets = ", ".join(names)

    # === SHEETS ===

    def _read_workbook(self):
        # Of the record in the database: a form that is being filled in has no file.
        data = self._origin.with_context(bin_size=False).file
        if not data:
            raise UserError(self.env._("Choose a file."))
        try:
            book = xlsx.read_workbook(base64.b64decode(data))
        except xlsx.WorkbookError as error:
            raise UserError(explain_error(self.env, error)) from error
        if not book.sheets:
            raise UserError(self.env._("All sheets of the workbook are empty."))
        return book

    def _get_other_sheets(self):
        """Return the sheets that look like estimates, too, and aren't taken yet."""
        sheets = self.sheet_ids._origin - self.sheet_id._origin
        return sheets.filtered(lambda one: one.is_estimate and not one.is_taken)
