from odoo import api, fields, models

from ..domain.difference import Effect
from ..models.common.rows import insert_plain

ERROR = "error"

# What a line says where nothing is given.
EMPTY_LINE = {
    **dict.fromkeys(("kind", "row", "rows", "column", "variant", "name", "text")),
    "count": 1,
}


class EngineeringEstimateImportLine(models.TransientModel):
    """What an import would do to one record, or what stands in its way."""

    _name = "engineering.estimate.import.line"
    _description = "Preview of an Import"
    _inherit = ["engineering.dialog"]
    _is_typed = False

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

    @api.model
    def _insert(self, wizard, lines):
        """Give the wizard lines: dicts of what `EMPTY_LINE` has, others left out.

        A sheet has thousands, and nothing is computed or checked of them: the ORM's
        virtual record of each would take half as long as the file takes to be read.
        """
        self.check_access("create")
        wizard.flush_recordset()
        columns = [self._fields[name] for name in ("wizard_id", *EMPTY_LINE)]
        rows = [{**EMPTY_LINE, **line, "wizard_id": wizard.id} for line in lines]
        for row in rows:
            # What is broken, or hostile, has a sign that the database can't keep.
            row["text"] = (row["text"] or "").replace("\0", "")
        insert_plain(self, columns, rows)
        wizard.invalidate_recordset(["line_ids"])
