from odoo import api, models
from odoo.exceptions import UserError

from ..common.shown_json import ShownJson


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
        "revision",
        "measurement_ids.name",
        "measurement_ids.code",
        "measurement_ids.value",
        "measurement_ids.value_min",
        "measurement_ids.value_max",
        "measurement_ids.required",
        "measurement_ids.formula",
        "measurement_ids.uom_id",
        "measurement_ids.photo_ids",
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
                "name": calculation.display_name,
                "revision": calculation.revision,
                "editable": calculation.can_edit,
                "measurements": calculation.measurement_ids._prepare_shown(),
                "columns": [
                    column._prepare_shown() for column in calculation.opening_column_ids
                ],
                "rows": calculation.opening_ids._prepare_shown(),
            }

    def save_openings(self, rows):
        """Create and change openings, as a table is typed or pasted.

        :param rows: a list of {"id": of the opening, false for a new one, "key": what
            the page calls a new one, "name": its label, "cells": {code: what is
            measured}, "over": the name and cells that these are typed over, and the
            ids of the "photos" that an opening to be deleted was shown with, "photos":
            more of them, as {"name", "data": base64}, "delete": the opening goes};
            what is left out stays, and what is typed over nothing known is written
            over anything
        :return: as many rows as they are stored: {"id", "name", "cells", "missing",
            "photos"}, or {"id", "deleted": True}; where another one has stored
            something else meanwhile, that is kept: the row says so with "conflicts",
            the name and cells that are stored, and their "writer"
        :raises UserError: a column can't hold its cell, an opening that is to go has
            lines or is another calculation's, or the calculation is closed; nothing is
            written then
        """
        self._check_rows(rows)
        typed = iter(self._save_rows([row for row in rows if not row.get("delete")]))
        gone = iter(self._delete_rows([row for row in rows if row.get("delete")]))
        return [next(gone if row.get("delete") else typed) for row in rows]

    def _get_by_key(self):
        """Return openings by what the page called them before they were stored."""
        return {one.typed_key: one for one in self.opening_ids if one.typed_key}

    def _save_rows(self, rows):
        found = self._find_rows(rows, self.opening_ids)
        by_key = self._get_by_key()
        found = [
            opening or by_key.get(row.get("key"))
            for opening, row in zip(found, rows, strict=True)
        ]
        cells, answers = {}, []
        for opening, row in zip(found, rows, strict=True):
            overtaken = self._get_overtaken(opening, row) if opening else {}
            answers.append(overtaken)
            if not opening:
                continue
            kept = overtaken.get("conflicts", {})
            cells.setdefault(opening, {}).update(
                {
                    code: value
                    for code, value in (row.get("cells") or {}).items()
                    if code not in kept.get("cells", ())
                }
            )
            if row.get("name") and "name" not in kept:
                opening.name = row["name"]
        self.opening_ids.browse(one.id for one in cells)._merge_cells(cells)
        openings = self._complete_rows(found, rows)
        for opening, row in zip(openings, rows, strict=True):
            opening._add_photos(row.get("photos", ()))
        return [
            {**opening._prepare_shown()[0], **overtaken}
            for opening, overtaken in zip(openings, answers, strict=True)
        ]

    def _get_overtaken(self, opening, row):
        """Return what another one has stored in a row meanwhile, and who it is."""
        over = row.get("over") or {}
        typed = row.get("cells") or {}
        columns = self._get_columns()[self]
        stored = opening.cells or {}
        cells = {
            code: stored.get(code)
            for code, before in (over.get("cells") or {}).items()
            if code in typed
            and code in columns
            and self._is_stored_meanwhile(
                stored.get(code),
                before,
                columns[code]._read_cell(typed[code], opening.name),
            )
        }
        conflicts = {"cells": cells} if cells else {}
        if row.get("name") and self._is_stored_meanwhile(
            opening.name, over.get("name", opening.name), row["name"]
        ):
            conflicts["name"] = opening.name
        return conflicts and self._prepare_conflicts(opening, conflicts)

    def _complete_rows(self, found, rows):
        """Return the opening of each row: rows of one key are of one new opening."""
        new = {}
        for number, (opening, row) in enumerate(zip(found, rows, strict=True)):
            if not opening:
                known = new.setdefault(row.get("key") or number, {"cells": {}})
                cells = {**known["cells"], **(row.get("cells") or {})}
                name = row.get("name") or known.get("name")
                known.update(row, name=name, cells=cells)
        created = dict(zip(new, self._create_rows(new.values()), strict=True))
        return [
            opening or created[row.get("key") or number]
            for number, (opening, row) in enumerate(zip(found, rows, strict=True))
        ]

    def _delete_rows(self, rows):
        """Delete openings, but those that another one has changed meanwhile.

        One that is gone already is deleted: the answer may have been lost.

        :raises UserError: an opening is another calculation's
        """
        self._check_no_foreign(rows)
        known = {one.id: one for one in self.opening_ids}
        by_key = self._get_by_key()
        deleted = self.opening_ids.browse()
        answers = []
        for row in rows:
            opening = known.get(row.get("id")) or by_key.get(row.get("key"))
            if changed := opening and self._get_changed(opening, row.get("over")):
                [shown] = opening._prepare_shown()
                answers.append({**shown, **self._prepare_conflicts(opening, changed)})
            else:
                deleted |= opening or deleted
                answers.append({"id": row.get("id") or False, "deleted": True})
        deleted.unlink()
        return answers

    def _check_no_foreign(self, rows):
        """Refuse openings of another calculation, which the answer would call gone."""
        ids = {row["id"] for row in rows if row.get("id")} - {*self.opening_ids.ids}
        if foreign := self.opening_ids.sudo().browse(ids).exists():
            raise UserError(
                self.env._(
                    "%(count)s of what is to be deleted is of another calculation than"
                    " %(calculation)s. Reload the page.",
                    count=len(foreign),
                    calculation=self.display_name,
                )
            )

    def _get_changed(self, opening, over):
        """Return what is no longer as it was when it was to be deleted."""
        if not over:
            return {}
        stored, before = opening.cells or {}, over.get("cells") or {}
        cells = {
            code: stored.get(code)
            for code in {**stored, **before}
            if stored.get(code) != before.get(code)
        }
        changed = {"cells": cells} if cells else {}
        if opening.name != over.get("name", opening.name):
            changed["name"] = opening.name
        # A photo that is deleted elsewhere holds no opening back.
        photos = opening.photo_ids.ids
        if "photos" in over and not set(photos).issubset(over["photos"] or ()):
            changed["photos"] = photos
        return changed

    def _create_rows(self, rows):
        """Create the openings of new rows, below those that are there."""
        last = max(self.opening_ids.mapped("sequence"), default=0)
        return self.env["engineering.opening"].create(
            [
                {
                    **{name: row[name] for name in ("name", "cells") if row.get(name)},
                    "typed_key": row.get("key"),
                    "calculation_id": self.id,
                    "sequence": last + number,
                }
                for number, row in enumerate(rows, start=1)
            ]
        )
