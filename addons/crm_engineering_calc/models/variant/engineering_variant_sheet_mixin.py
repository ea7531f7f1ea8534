import base64

from odoo import models
from odoo.exceptions import UserError

ACTION = "crm_engineering_calc.engineering_variant_line_action_sheet"
# The address names the variant: a server action of that path opens the sheet again.
PATH = "engineering-sheet"


class EngineeringVariantSheetMixin(models.AbstractModel):
    """A variant whose lines are entered in a sheet, each saved by itself."""

    _name = "engineering.variant.sheet.mixin"
    _description = "Sheet of a variant"

    def action_open_sheet(self):
        """Return the action that opens the lines as a sheet, to be read or edited."""
        self.ensure_one()
        editable = self.can_edit
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(ACTION),
            "path": PATH,
            "domain": [("variant_id", "=", self.id)],
            "context": {
                "active_id": self.id,
                "default_variant_id": self.id,
                "create": editable,
                "delete": editable,
                "edit": editable,
            },
        }

    def action_paste_lines(self, text):
        """Return the action that previews rows copied from a spreadsheet.

        :raises UserError: there is nothing to take, or lines can't be added
        """
        self.ensure_one()
        self.calculation_id._check_can_edit()
        if not isinstance(text, str) or not text.strip():
            raise UserError(self.env._("There is nothing to paste: copy rows first."))
        wizard = self.env["engineering.estimate.import"].create(
            {
                "calculation_id": self.calculation_id.id,
                "variant_id": self.id,
                "mode": "append",
                "file_name": self.env._("Pasted rows"),
                "file": base64.b64encode(text.encode()),
            }
        )
        return wizard.action_preview()
