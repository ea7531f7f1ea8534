from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...domain.texts import NOTHING, fit
from ..common.concurrency import serialize
from ..common.format_number import to_number
from ..common.own_fields_mixin import is_moved_by_machine

NAMED_LINES = 5


class EngineeringOpening(models.Model):
    """A window, a room, a lift: a row of what is measured of each of them."""

    _name = "engineering.opening"
    _description = "Opening"
    _inherit = [
        "engineering.reference.mixin",
        "engineering.calculation.part.mixin",
        "engineering.photos.mixin",
    ]
    _order = "calculation_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(
        "Opening",
        compute="_compute_name",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        copy=True,
    )
    cells = fields.Json(
        copy=True,
        export_string_translation=False,
        help="What is measured of it, by the codes of the columns.",
    )
    typed_key = fields.Char(
        copy=False,
        export_string_translation=False,
        help="What the page called it before it was stored: a row that is sent once"
        " more, as its answer was lost, is no other opening.",
    )
    copied_from_id = fields.Many2one(
        "engineering.opening",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        export_string_translation=False,
    )

    # === COMPUTE ===

    @api.depends("calculation_id")
    def _compute_name(self):
        """Number openings that have no label."""
        taken = {}
        for opening in self:
            if opening.name:
                continue
            calculation = opening.calculation_id
            if calculation not in taken:
                taken[calculation] = len((calculation.opening_ids - self)._origin)
            taken[calculation] += 1
            opening.name = str(taken[calculation])

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        calculations = self.calculation_id.browse(
            vals["calculation_id"] for vals in vals_list if vals.get("calculation_id")
        )
        columns = calculations._get_columns()
        openings = super().create(
            [
                {
                    **vals,
                    "cells": self._read_cells(
                        vals.get("cells"),
                        columns.get(
                            self.calculation_id.browse(vals.get("calculation_id")), {}
                        ),
                        vals.get("name"),
                    ),
                }
                for vals in vals_list
            ]
        )
        openings._check_can_edit()
        if not is_moved_by_machine(self.env):
            serialize(openings.calculation_id)
        openings.calculation_id._recompute_openings()
        return openings

    def write(self, vals):
        self._check_can_edit()
        others = {name: value for name, value in vals.items() if name != "cells"}
        result = super().write(others) if others else True
        if "cells" in vals:
            self._merge_cells(dict.fromkeys(self, vals["cells"]))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_can_edit()
        lines = self.env["engineering.variant.line"].sudo()
        used = lines.search([("opening_id", "in", self.ids)], limit=NAMED_LINES)
        if used and not is_moved_by_machine(self.env):
            raise UserError(
                self.env._(
                    "“%(opening)s” can't be deleted: it has lines of its own."
                    " Delete these first: %(lines)s.",
                    opening=used[0].opening_id.name,
                    lines="; ".join(line._get_label() for line in used),
                )
            )

    def unlink(self):
        calculations = self.calculation_id
        result = super().unlink()
        calculations._recompute_openings()
        return result

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for opening, vals in zip(self, vals_list, strict=True):
            vals["copied_from_id"] = opening.id
        return vals_list

    # === CELLS ===

    def _merge_cells(self, given):  # pylint: disable=missing-return
        """Write cells, leave others as they are, and compute once what follows.

        :param given: {opening: {code: what is measured, None for nothing}}
        """
        for calculation, columns in self.calculation_id._get_columns().items():
            changed = set()
            for opening in self & calculation.opening_ids:
                before = opening.cells or {}
                self._check_cells(given[opening])
                cells = opening._read_cells(
                    {**before, **(given[opening] or {})}, columns, opening.name
                )
                if cells != before:
                    # The guards of `write` have been asked for all at once.
                    super(EngineeringOpening, opening).write({"cells": cells})  # pylint: disable=super-method-mismatch
                changed |= {
                    code for code in columns if before.get(code) != cells.get(code)
                }
            calculation._recompute_measured(changed)

    def _read_cells(self, cells, columns, label):
        """Return cells as the columns read them, without those that are empty.

        :raises ValidationError: a column can't hold its cell, or there is no such one
        """
        self._check_cells(cells)
        found = {}
        for code, value in (cells or {}).items():
            if code in columns:
                cell = columns[code]._read_cell(value, label)
                if cell is not None:
                    found[code] = cell
            elif value is not None:
                raise ValidationError(
                    self.env._(
                        "“%(opening)s”: there is no column “%(code)s”. There are:"
                        " %(codes)s.",
                        opening=label,
                        code=code,
                        codes=", ".join(columns) or self.env._("none"),
                    )
                )
        return found

    @api.model
    def _check_cells(self, cells):
        if cells and not isinstance(cells, dict):
            raise ValidationError(
                self.env._("Give cells of an opening by the codes of their columns.")
            )

    def _follow_columns(self, codes):
        """Keep cells under the codes that columns have now.

        :param codes: {code of before: code of now, None where the column is gone}
        :raises ValidationError: a cell is none that its column can hold now
        """
        for opening in self:
            cells = opening.cells or {}
            opening.write(
                {
                    "cells": {
                        **dict.fromkeys(codes),
                        **{
                            new: cells[code]
                            for code, new in codes.items()
                            if new and code in cells
                        },
                    }
                }
            )

    def _get_missing(self):
        """Return the columns that must be measured, and are empty."""
        self.ensure_one()
        cells = self.cells or {}
        return self.calculation_id.opening_column_ids.filtered(
            lambda column: column.required and not cells.get(column.code)
        )

    def _prepare_shown(self):
        """Return the openings as rows of the table."""
        return [
            {
                "id": opening.id,
                "name": opening.name or "",
                "cells": opening.cells or {},
                "missing": opening._get_missing().mapped("code"),
                "photos": opening._prepare_shown_photos(),
            }
            for opening in self
        ]

    def _prepare_estimate_values(self):
        """Return the opening as the exchange schema has it."""
        self.ensure_one()
        return {
            "ref": str(self.id),
            "name": fit(self.name, NOTHING),
            "cells": {
                code: fit(cell) if isinstance(cell, str) else to_number(cell)
                for code, cell in (self.cells or {}).items()
            },
        }
