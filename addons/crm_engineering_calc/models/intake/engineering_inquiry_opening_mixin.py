from odoo import fields, models


class EngineeringInquiryOpeningMixin(models.AbstractModel):
    """The windows or rooms that a customer has measured himself."""

    _name = "engineering.inquiry.opening.mixin"
    _inherit = ["engineering.inquiry.deal.mixin"]
    _description = "Openings of a request"

    openings = fields.Json(readonly=True, export_string_translation=False)

    def _format_measured(self):
        return [*super()._format_measured(), *self._format_openings()]

    def _format_openings(self):
        """Return [(“Window 1”, what the customer has measured of it)]."""
        self.ensure_one()
        if not self.openings:
            return []
        columns = self.direction_id._get_opening_columns()
        word = self.direction_id._get_opening_word() or self.env._("Opening")
        return [
            (
                f"{word} {number}",
                ", ".join(
                    f"{column.name} {column._format_told_cell(cells[column.code])}"
                    for column in columns
                    if column.code in cells
                ),
            )
            for number, cells in enumerate(self.openings, start=1)
        ]
