from odoo import models
from odoo.exceptions import UserError

from ...domain.typed_rows import are_typed_rows


class EngineeringTypedValuesMixin(models.AbstractModel):
    """What is typed on site, and may be sent long after it was typed."""

    _name = "engineering.typed.values.mixin"
    _description = "Values as they are typed"

    def action_measure(self):
        """Return the screen of measurements and openings, for a phone on site."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc.engineering_onsite_action"
        )
        forms = [view for view in action["views"] if view[1] == "form"]
        return {**action, "res_id": self.id, "views": forms}

    def _check_rows(self, rows):
        self.ensure_one()
        self._check_can_edit()
        if not are_typed_rows(rows):
            raise UserError(
                self.env._(
                    "Give each opening or measurement as a row: its id, and what is"
                    " typed."
                )
            )

    def _find_rows(self, rows, records):
        """Return the record that each row is of, None for a new one.

        :raises UserError: they are no rows, or of what is gone
        """
        self._check_rows(rows)
        known = {record.id: record for record in records}
        if gone := {row["id"] for row in rows if row.get("id")} - known.keys():
            raise UserError(
                self.env._(
                    "%(count)s of what you have typed in is deleted meanwhile, or is of"
                    " another calculation than %(calculation)s. Reload the page.",
                    count=len(gone),
                    calculation=self.display_name,
                )
            )
        return [known.get(row.get("id")) for row in rows]

    def _is_stored_meanwhile(self, stored, over, value):
        """Return whether another one has stored something else meanwhile.

        :param over: what was stored when `value` was typed over it
        """
        return stored not in (over, value)

    def _prepare_conflicts(self, record, conflicts):
        """Return what was overtaken in a row, and by whom."""
        return {"conflicts": conflicts, "writer": record._get_writer()}
