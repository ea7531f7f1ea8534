import base64
from collections import Counter
from dataclasses import replace
from itertools import islice
from math import inf
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .. import xlsx
from ..domain.estimate import EstimateVariant
from ..domain.merging import Merged, update_lines
from ..models.exchange.engineering_workbook_mixin import get_stamp
from ..models.exchange.estimate_plan import ADDED, CHANGED, REMOVED, EstimatePlan
from ..models.exchange.estimate_words import describe, shorten
from .engineering_estimate_import_column import SKIP
from .engineering_estimate_import_line import ERROR
from .workbook_reading import Reading, read_own
from .workbook_words import explain_error, explain_problem

FILE, COLUMNS, PREVIEW = "file", "columns", "preview"
REPLACE, APPEND, UPDATE = "replace", "append", "update"

# What is shown of a column to tell it from others.
SAMPLE_CELLS = 3
SKIPPED_IN_NOTICE = 20
# Headers that a direction remembers; the oldest are forgotten.
REMEMBERED_HEADERS = 200


class EngineeringEstimateImport(models.TransientModel):
    """Takes a workbook into a calculation: the file, its columns, and a preview."""

    _name = "engineering.estimate.import"
    _description = "Import of a Workbook"
    _inherit = ["engineering.calculation.dialog"]

    _target_operation = "write"

    step = fields.Selection(
        [(FILE, "File"), (COLUMNS, "Columns"), (PREVIEW, "Preview")],
        default=FILE,
        required=True,
        readonly=True,
    )
    file = fields.Binary("Workbook", attachment=False)
    file_name = fields.Char()
    obstacle = fields.Text(readonly=True)
    is_plain = fields.Boolean("Plain Sheet", readonly=True)
    variant_id = fields.Many2one(
        "engineering.variant",
        "Into",
        ondelete="cascade",
        domain="[('calculation_id', '=', calculation_id)]",
    )
    variant_name = fields.Char(
        "Name of the Variant",
        compute="_compute_variant_name",
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
    sheet_ids = fields.One2many(
        "engineering.estimate.import.sheet", "wizard_id", "Sheets"
    )
    sheet_count = fields.Integer(compute="_compute_sheet_count")
    sheet_id = fields.Many2one(
        "engineering.estimate.import.sheet", domain="[('wizard_id', '=', id)]"
    )
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
    line_ids = fields.One2many(
        "engineering.estimate.import.line", "wizard_id", readonly=True
    )
    error_count = fields.Integer(compute="_compute_counts")
    added_count = fields.Integer(compute="_compute_counts")
    changed_count = fields.Integer(compute="_compute_counts")
    removed_count = fields.Integer(compute="_compute_counts")
    notice = fields.Text(readonly=True)
    estimate = fields.Json(readonly=True)
    fingerprint = fields.Char(readonly=True)

    # === COMPUTE ===

    @api.depends("file_name")
    def _compute_variant_name(self):
        for wizard in self:
            wizard.variant_name = Path(wizard.file_name or "").stem

    @api.depends("sheet_ids")
    def _compute_sheet_count(self):
        for wizard in self:
            wizard.sheet_count = len(wizard.sheet_ids)

    @api.depends("sheet_id")
    def _compute_header_row(self):
        for wizard in self:
            wizard.header_row = wizard.sheet_id.header_row

    @api.depends("sheet_id", "header_row")
    def _compute_column_ids(self):
        for wizard in self.filtered("sheet_id"):
            wizard.column_ids = wizard._prepare_columns(wizard._read_sheet())

    @api.depends("line_ids.kind")
    def _compute_counts(self):
        for wizard in self:
            counts = Counter(wizard.line_ids.mapped("kind"))
            wizard.error_count = counts[ERROR]
            wizard.added_count = counts[ADDED]
            wizard.changed_count = counts[CHANGED]
            wizard.removed_count = counts[REMOVED]

    # === STEPS ===

    def action_preview(self):
        """Show what the import would do; first ask for the columns of a plain sheet.

        :raises UserError: the file can't be taken as a workbook
        """
        self.ensure_one()
        self._check_can_import()
        if self.step == COLUMNS:
            self._show(self._read_plain())
            return self._reopen()
        book = self._read_workbook()
        self.obstacle = self._get_obstacle(book)
        if not book.variants:
            self._ask_for_columns(book)
        elif not self.obstacle:
            self.is_plain = False
            self._show(read_own(book), self._get_own_notices(book))
        return self._reopen()

    def action_take_as_plain(self):
        """Take the lines of a workbook of ours as if it were somebody else's."""
        self.ensure_one()
        self._check_can_import()
        self._ask_for_columns(self._read_workbook())
        return self._reopen()

    def action_back(self):
        self.ensure_one()
        self.line_ids.unlink()
        plain = self.is_plain and self.step == PREVIEW
        self.write({"step": COLUMNS if plain else FILE, "obstacle": False})
        return self._reopen()

    def action_confirm(self):
        """Write what the preview has shown, or nothing.

        :raises UserError: there are errors, or the calculation has changed meanwhile
        """
        self.ensure_one()
        calculation = self._check_can_import()
        if self.step != PREVIEW or self.error_count:
            raise UserError(
                self.env._(
                    "Look at the preview first. Only without errors it is imported."
                )
            )
        plan = EstimatePlan(
            calculation, calculation._parse_estimate(self.estimate), whole=False
        )
        calculation._check_no_problems(plan)
        if plan.get_fingerprint() != self.fingerprint:
            raise UserError(
                self.env._(
                    "%(calculation)s has changed since the preview. Go back and look at"
                    " the preview again.",
                    calculation=calculation.display_name,
                )
            )
        plan.apply()
        self._remember_columns()
        self._post_note()
        added = [change.record for change in plan.variants if change.kind == ADDED]
        return added[0].action_open() if added else self._close()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import from Excel"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _check_can_import(self):
        """Return the calculation, which the user may edit."""
        calculation = self.calculation_id
        calculation._check_can_edit()
        if self.variant_id.calculation_id - calculation:
            raise UserError(
                self.env._(
                    "“%(variant)s” is no variant of %(calculation)s.",
                    variant=self.variant_id.name,
                    calculation=calculation.display_name,
                )
            )
        return calculation

    # === READ ===

    def _read_workbook(self):
        # Of the record in the database: a form that is being filled in has no file.
        data = self._origin.with_context(bin_size=False).file
        if not data:
            raise UserError(self.env._("Choose a file."))
        try:
            book = xlsx.read_workbook(base64.b64decode(data))
        except xlsx.WorkbookError as error:
            raise UserError(explain_error(self.env, error)) from error
        if not book.sheets:
            raise UserError(self.env._("All sheets of the workbook are empty."))
        return book

    def _read_sheet(self):
        """Return the sheet that was chosen, with its headers where people see them."""
        name = self.sheet_id.name
        sheets = {sheet.name: sheet for sheet in self._read_workbook().sheets}
        sheet = replace(sheets[name], identity=None)
        return sheet.with_header(self.header_row)

    def _read_plain(self):
        """Return the reading of a sheet by its columns, in the variant it is for."""
        sheet = self._read_sheet()
        parsed = xlsx.parse_lines(sheet, self._get_mapping())
        present = self.variant_id and self.variant_id._get_estimate_variant()
        merged = self._merge(present, parsed.variant.lines)
        reading = Reading()
        variant = EstimateVariant(
            ref=present.ref if present else "new",
            name=present.name if present else self.variant_name or sheet.name,
            lines=merged.lines,
        )
        reading.add(sheet, parsed, variant, merged.sources)
        return reading

    def _merge(self, present, lines):
        if not present or self.mode == REPLACE:
            return Merged(lines, {})
        if self.mode == APPEND:
            return Merged(present.lines + lines, {})
        codes = {line.product_code for line in present.lines + lines} - {None}
        services = self.calculation_id._find_services(codes)
        return update_lines(
            present.lines,
            lines,
            {code: found.ids[0] for code, found in services.items() if len(found) == 1},
        )

    def _get_obstacle(self, book):
        """Return why a workbook of ours is not for the calculation as it is now."""
        calculation = self.calculation_id
        variants = {str(variant.id) for variant in calculation.variant_ids}
        for sheet in book.variants:
            identity = sheet.identity
            if identity.calculation != calculation.name:
                return self.env._(
                    "The workbook is of %(other)s, and this is %(calculation)s.",
                    other=identity.calculation,
                    calculation=calculation.name,
                )
            if identity.revision != calculation.revision:
                return self.env._(
                    "The workbook is of revision %(other)s, and this is revision"
                    " %(revision)s, which has lines of its own.",
                    other=identity.revision,
                    revision=calculation.revision,
                )
            if identity.variant not in variants:
                return self.env._(
                    "The variant of the sheet “%(sheet)s” has been deleted since the"
                    " workbook was exported.",
                    sheet=sheet.name,
                )
        return None

    def _get_own_notices(self, book):
        """Return what to know before a workbook of ours is taken."""
        variants = {str(one.id): one for one in self.calculation_id.variant_ids}
        for sheet in book.variants:
            variant = variants.pop(sheet.identity.variant, None)
            if variant and sheet.identity.stamp != get_stamp(
                variant._get_estimate_variant()
            ):
                yield self.env._(
                    "“%(variant)s” has changed here since the workbook was exported."
                    " The preview compares the workbook with what is here now.",
                    variant=variant.name,
                )
            if variant and self.variant_id and variant != self.variant_id:
                yield self.env._(
                    "The sheet “%(sheet)s” is of “%(variant)s”, and changes that one.",
                    sheet=sheet.name,
                    variant=variant.name,
                )

    # === COLUMNS ===

    def _ask_for_columns(self, book):
        """Offer the sheet that names most fields, and what its columns may mean."""
        sheet = max(
            book.sheets, key=lambda sheet: len(xlsx.guess_mapping(sheet.headers))
        )
        self.sheet_ids.unlink()
        sheets = self.env["engineering.estimate.import.sheet"].create(
            [
                {"wizard_id": self.id, "name": one.name, "header_row": one.header_row}
                for one in book.sheets
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
        meanings = self._guess_meanings(sheet.headers)
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

    def _guess_meanings(self, headers):
        """Return {header: what it means}, as the direction remembers it or as usual."""
        known = self.calculation_id.direction_id.import_mapping or {}
        meanings = {
            header: known[header.casefold()]
            for header in headers
            if header.casefold() in known
        }
        rest = [header for header in headers if header not in meanings]
        for meaning, header in xlsx.guess_mapping(rest).items():
            if meaning not in meanings.values():
                meanings[header] = meaning
        return meanings

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

    # === PREVIEW ===

    def _show(self, reading, notices=()):
        """Show what the reading would change, or what is wrong with it."""
        calculation = self.calculation_id
        values = {"estimate": False, "fingerprint": False}
        if reading.problems:
            lines = self._prepare_problems(reading)
        else:
            estimate = calculation._parse_estimate(
                {
                    **calculation._prepare_estimate_values(),
                    "measurements": reading.measurements,
                    "variants": reading.variants,
                }
            )
            plan = EstimatePlan(calculation, estimate, whole=False)
            lines = self._prepare_lines(plan, reading)
            values = {
                "estimate": estimate.model_dump(mode="json", exclude_unset=True),
                "fingerprint": plan.get_fingerprint(),
            }
        notices = [*notices, *self._get_notices(reading)]
        self.write({**values, "step": PREVIEW, "notice": "\n".join(notices)})
        self.line_ids.unlink()
        self.env["engineering.estimate.import.line"].create(
            [{**line, "wizard_id": self.id} for line in lines]
        )

    def _prepare_problems(self, reading):
        """Return the preview of what is wrong in the cells."""
        return [
            {
                "kind": ERROR,
                "row": problem.row,
                "column": problem.column,
                "variant": sheet,
                "text": explain_problem(self.env, problem),
            }
            for sheet, problem in reading.problems
        ]

    def _prepare_lines(self, plan, reading):
        """Return the preview of a plan: what forbids it, or what it changes."""
        if plan.problems:
            return [
                {
                    **self._prepare_line(plan, reading, problem.change),
                    "kind": ERROR,
                    "column": self._get_column(reading, problem),
                    "text": problem.text,
                }
                for problem in plan.problems
            ]
        lines = [
            self._prepare_line(plan, reading, change)
            for change in plan.changes
            if change.kind
        ]
        if self.is_plain:
            # As the sheet has them; what stands in no row is the variant, or removed.
            lines.sort(key=lambda line: (bool(line["variant"]), line["row"] or inf))
        return lines

    def _prepare_line(self, plan, reading, change):
        variant = change.variant or change
        name, text = describe(plan, change)
        ref = change.after and getattr(change.after, "ref", None)
        return {
            "kind": change.kind,
            "row": change.variant and reading.rows.get((variant.after.ref, ref)),
            "variant": change.variant and variant.after.name,
            "name": name,
            "text": text,
        }

    def _get_column(self, reading, problem):
        """Return the letter of the column that a problem is about, if there is one."""
        item = problem.change.after
        variant = problem.change.variant.after if problem.change.variant else item
        columns = reading.columns.get(getattr(variant, "ref", None), {})
        if problem.name == "product_code":
            # Where there is no column of codes, names stand for them.
            return columns.get("product_code") or columns.get("name")
        return columns.get(problem.name)

    def _get_notices(self, reading):
        if reading.skipped:
            yield self.env._(
                "Rows that are no lines but totals are left out: %(rows)s.",
                rows=", ".join(map(str, reading.skipped[:SKIPPED_IN_NOTICE])),
            )

    def _post_note(self):
        self.calculation_id.message_post(
            body=self.env._(
                "Imported from “%(file)s”: %(added)s added, %(changed)s changed,"
                " %(removed)s removed.",
                file=self.file_name or self.env._("Workbook"),
                added=self.added_count,
                changed=self.changed_count,
                removed=self.removed_count,
            ),
            subtype_xmlid="mail.mt_note",
        )


def _get_sample(rows, letter):
    """Return the first values of a column, to tell what it is about."""
    cells = (row.cells[letter] for row in rows if letter in row.cells)
    return " · ".join(shorten(cell.text) for cell in islice(cells, SAMPLE_CELLS))
