from odoo import api, models
from odoo.exceptions import UserError

from ..common.shown_json import ShownJson

_ROW_FIELDS = ("name", "cells")


class EngineeringOpeningTableMixin(models.AbstractModel):
    """Openings as a table: shown at once, and saved cell by cell as they are typed."""

    _name = "engineering.opening.table.mixin"
    _description = "Table of openings"

    opening_table = ShownJson(
        "Table of Openings",
        compute="_compute_opening_table",
        export_string_translation=False,
    )

    @api.depends(
        "can_edit",
        "opening_ids.name",
        "opening_ids.cells",
        "opening_ids.photo_ids",
        "opening_column_ids.code",
        "opening_column_ids.name",
        "opening_column_ids.kind",
        "opening_column_ids.choices",
        "opening_column_ids.required",
        "opening_column_ids.value",
        "opening_column_ids.value_min",
        "opening_column_ids.value_max",
        "opening_column_ids.uom_id",
    )
    @api.depends_context("uid", "lang")
    def _compute_opening_table(self):
        for calculation in self:
            calculation.opening_table = {
                "id": calculation.id or calculation._origin.id,
                "editable": calculation.can_edit,
                "columns": [
                    column._prepare_shown() for column in calculation.opening_column_ids
                ],
                "rows": calculation.opening_ids._prepare_shown(),
            }

    def save_openings(self, rows):
        """Create and change openings, as a table is typed or pasted.

        :param rows: a list of {"id": of the opening, false for a new one, "name": its
            label, "cells": {code: what is measured}}; what is left out stays
        :return: as many rows as they are stored: {"id", "name", "cells", "missing",
            "photos"}
        :raises UserError: a column can't hold its cell, or the calculation is closed;
            nothing is written then
        """
        self.ensure_one()
        self._check_can_edit()
        if not all(isinstance(row, dict) for row in rows):
            raise UserError(
                self.env._(
                    "Give each opening as a row: its id, its name and its cells."
                )
            )
        given = [
            {name: row[name] for name in _ROW_FIELDS if name in row} for row in rows
        ]
        known = {opening.id: opening for opening in self.opening_ids}
        if gone := {row["id"] for row in rows if row.get("id")} - known.keys():
            raise UserError(
                self.env._(
                    "%(count)s of the openings are deleted meanwhile, or are of another"
                    " calculation than %(calculation)s. Reload the page.",
                    count=len(gone),
                    calculation=self.display_name,
                )
            )
        found = [known.get(row.get("id")) for row in rows]
        cells = {}
        for opening, values in zip(found, given, strict=True):
            if opening:
                cells[opening] = values.pop("cells", {})
                opening.write(values)
        self.opening_ids.browse(one.id for one in cells)._merge_cells(cells)
        last = max(self.opening_ids.mapped("sequence"), default=0)
        new = [
            {**values, "calculation_id": self.id}
            for opening, values in zip(found, given, strict=True)
            if not opening
        ]
        created = iter(
            self.env["engineering.opening"].create(
                [
                    {**values, "sequence": last + number}
                    for number, values in enumerate(new, start=1)
                ]
            )
        )
        openings = self.opening_ids.browse(
            (opening or next(created)).id for opening in found
        )
        return openings._prepare_shown()
