from odoo import models
from odoo.tools import SQL


class EngineeringLinePlaceMixin(models.AbstractModel):
    """Where a new line stands among others."""

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
