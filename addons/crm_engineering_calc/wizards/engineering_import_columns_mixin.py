from itertools import islice

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .. import xlsx
from ..models.exchange.estimate_words import shorten
from .engineering_estimate_import_column import SKIP
from .import_steps import COLUMNS

REPLACE, APPEND, UPDATE = "replace", "append", "update"

# What is shown of a column to tell it from others.
SAMPLE_CELLS = 3
# Headers that a direction remembers; the oldest are forgotten.
REMEMBERED_HEADERS = 200


class EngineeringImportColumnsMixin(models.AbstractModel):
    """What the columns of a sheet of somebody's workbook mean."""

    _name = "engineering.import.columns.mixin"
    _inherit = ["engineering.import.sheets.mixin"]
    _description = "Columns of a sheet to import"

    header_row = fields.Integer(
        "Headers in Row",
        compute="_compute_header_row",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Zero: the columns have no headers.",
    )
    column_ids = fields.One2many(
        "engineering.estimate.import.column",
        "wizard_id",
        compute="_compute_column_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    mode = fields.Selection(
        [
            (UPDATE, "Change lines with the same service and section, add others"),
            (APPEND, "Add to the lines that are there"),
            (REPLACE, "Replace all lines"),
        ],
        "Lines",
        default=UPDATE,
        required=True,
    )

    # === COMPUTE ===

    @api.depends("sheet_id")
    def _compute_header_row(self):
        for wizard in self:
            wizard.header_row = wizard.sheet_id.header_row

    @api.depends("sheet_id", "header_row")
    def _compute_column_ids(self):
        for wizard in self.filtered("sheet_id"):
            wizard.column_ids = wizard._prepare_columns(wizard._read_sheet())

    # === SHEETS ===

    def _take_next_sheet(self, variant):
        """Ask for the columns of the next sheet, whose lines go into the variant, too.

        :raises UserError: there is none
        """
        self.sheet_id.is_taken = True
        following = self._get_other_sheets()[:1]
        if not following:
            raise UserError(self.env._("No other sheet looks like an estimate."))
        self.line_ids.unlink()
        self.write(
            {
                "step": COLUMNS,
                "sheet_id": following.id,
                "variant_id": variant.id,
                "mode": APPEND,
            }
        )

    def _read_sheet(self):
        """Return the sheet that was chosen, with its headers where people see them."""
        kept = self.sheet_id._origin
        sheet = xlsx.Sheet(kept.name, xlsx.load_rows(kept.content))
        return sheet.with_header(self.header_row)

    # === COLUMNS ===

    def _ask_for_columns(self, book):
        """Offer the sheet that names most fields, and what its columns may mean."""
        found = [xlsx.guess_columns(sheet) for sheet in book.sheets]
        sheet = max(zip(found, book.sheets, strict=True), key=lambda one: len(one[0]))[
            1
        ]
        self.sheet_ids.unlink()
        sheets = self.env["engineering.estimate.import.sheet"].create(
            [
                {
                    "wizard_id": self.id,
                    "name": one.name,
                    "header_row": one.header_row,
                    "content": xlsx.dump_rows(one.rows),
                    "is_estimate": xlsx.is_estimate(fields_found),
                }
                for one, fields_found in zip(book.sheets, found, strict=True)
            ]
        )
        self.write(
            {
                "step": COLUMNS,
                "obstacle": False,
                "is_plain": True,
                "sheet_id": sheets[book.sheets.index(sheet)].id,
                "header_row": sheet.header_row,
                "column_ids": self._prepare_columns(sheet),
            }
        )

    def _prepare_columns(self, sheet):
        """Return commands that make the columns of a sheet and what they may mean."""
        meanings = self._guess_meanings(sheet)
        rows = [row for row in sheet.rows if row.number >= sheet.first_row]
        return [
            Command.clear(),
            *(
                Command.create(
                    {
                        "letter": column.letter,
                        "header": column.header,
                        "sample": _get_sample(rows, column.letter),
                        "meaning": meanings.get(column.header, SKIP),
                    }
                )
                for column in sheet.columns
            ),
        ]

    def _guess_meanings(self, sheet):
        """Return {header: what it means}, as the direction remembers it or as usual."""
        headers = sheet.headers
        known = self.calculation_id.direction_id.import_mapping or {}
        meanings = {
            header: known[header.casefold()]
            for header in headers
            if header.casefold() in known
        }
        labels = {
            field.label.casefold(): field.key for field in self._get_extra_fields()
        }
        meanings |= {
            header: labels[header.casefold()]
            for header in headers
            if header not in meanings and header.casefold() in labels
        }
        rest = {header for header in headers if header not in meanings}
        for meaning, header in xlsx.guess_columns(sheet, rest).items():
            if meaning not in meanings.values():
                meanings[header] = meaning
        return xlsx.settle_price(sheet, meanings)

    def _get_extra_fields(self):
        """Return the `ExtraField`s that other addons have given to lines."""
        return list(self.calculation_id._get_extra_fields().values())

    def _get_mapping(self):
        """Return {field: header} of the columns.

        :raises UserError: two columns mean the same, or none tells the service
        """
        mapping = {}
        for column in self.column_ids:
            if column.meaning == SKIP:
                continue
            if column.meaning in mapping:
                raise UserError(
                    self.env._(
                        "The columns “%(one)s” and “%(other)s” mean the same. Choose"
                        " one of them.",
                        one=mapping[column.meaning],
                        other=column.header,
                    )
                )
            mapping[column.meaning] = column.header
        if not mapping.keys() & {"name", "product_code"}:
            raise UserError(
                self.env._("Choose the column that has the names or codes of services.")
            )
        return mapping

    def _remember_columns(self):
        """Let the direction know what the headers meant, for its next sheet."""
        if not self.is_plain:
            return
        direction = self.calculation_id.direction_id.sudo()
        known = dict(direction.import_mapping or {})
        for column in self.column_ids:
            known.pop(column.header.casefold(), None)
            known[column.header.casefold()] = column.meaning
        # As superuser: engineers don't configure directions, they teach them headers.
        direction.import_mapping = dict(list(known.items())[-REMEMBERED_HEADERS:])


def _get_sample(rows, letter):
    """Return the first values of a column, to tell what it is about."""
    cells = (row.cells[letter] for row in rows if letter in row.cells)
    return " · ".join(shorten(cell.text) for cell in islice(cells, SAMPLE_CELLS))
