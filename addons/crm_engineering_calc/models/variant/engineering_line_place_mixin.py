from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class EngineeringLinePlaceMixin(models.AbstractModel):
    """Where a line stands among others."""

    _name = "engineering.line.place.mixin"
    _description = "Place of a line"

    def make_room(self):
        """Return the sequence of a new line that is to stand right below this one.

        Those below move by one: thousands of them in one statement, as each keeps its
        place among the others.
        """
        self.ensure_one()
        self.variant_id.calculation_id._check_can_edit()
        self.check_access("write")
        self.flush_model(["sequence", "variant_id"])
        self.env.execute_query(
            SQL(
                "UPDATE engineering_variant_line SET sequence = sequence + 1"
                " WHERE variant_id = %s AND (sequence, id) > (%s, %s) RETURNING id",
                self.variant_id.id,
                self.sequence,
                self.id,
            )
        )
        self.variant_id.line_ids.invalidate_recordset(["sequence"])
        return self.sequence

    def move_beside(self, other_id, below=True):
        """Put the line right below another one of its variant, or right above it.

        A sheet shows a part of the lines: others, whose sequences may be the same,
        keep their places.

        :raises UserError: lines can't be edited, or the other one is gone
        """
        self.ensure_one()
        variant = self.variant_id
        variant.calculation_id._check_can_edit()
        self.check_access("write")
        variant._number_lines()
        others = variant.line_ids.sorted(lambda line: (line.sequence, line.id)) - self
        if other_id not in others.ids:
            raise UserError(
                self.env._(
                    "“%(line)s” can't be moved there: that line is deleted meanwhile."
                    " Reload the page.",
                    line=self._get_label(),
                )
            )
        place = others.ids.index(other_id) + bool(below)
        variant._arrange(others[:place] + self + others[place:])
        return True
