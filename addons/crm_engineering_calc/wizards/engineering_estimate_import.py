import json
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..domain.difference import Effect
from ..models.exchange.engineering_workbook_mixin import get_stamp
from ..models.exchange.estimate_plan import EstimatePlan
from .import_steps import COLUMNS, FILE, PREVIEW
from .workbook_reading import read_own

_lt = LazyTranslate(__name__)


class EngineeringEstimateImport(models.TransientModel):
    """Takes a workbook into a calculation: the file, its columns, and a preview."""

    _name = "engineering.estimate.import"
    _description = "Import of a Workbook"
    _inherit = [
        "engineering.import.columns.mixin",
        "engineering.import.plain.mixin",
        "engineering.import.preview.mixin",
    ]

    _target_operation = "write"

    step = fields.Selection(
        [(FILE, "File"), (COLUMNS, "Columns"), (PREVIEW, "Preview")],
        default=FILE,
        required=True,
        readonly=True,
    )
    file_name = fields.Char()
    obstacle = fields.Text(readonly=True)
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

    # === COMPUTE ===

    @api.depends("file_name")
    def _compute_variant_name(self):
        for wizard in self:
            wizard.variant_name = Path(wizard.file_name or "").stem

    # === STEPS ===

    def action_preview(self):
        """Show what the import would do; first ask for the columns of a plain sheet.

        :raises UserError: the file can't be taken as a workbook
        """
        self.ensure_one()
        self._check_can_import()
        if self.step == COLUMNS or self.is_plain and self.step == PREVIEW:
            self._show_plain()
            return self._reopen()
        book = self._read_workbook()
        self.obstacle = self._get_obstacle(book)
        if not book.variants:
            self._ask_for_columns(book)
        elif not self.obstacle:
            self.write({"is_plain": False, "meanings": False, "pending_count": 0})
            self.choice_ids.unlink()
            reading = read_own(book, self._get_extra_fields())
            self._show(reading, self._get_own_notices(book))
        return self._reopen()

    def action_take_as_plain(self):
        """Take the lines of a workbook of ours as if it were somebody else's."""
        self.ensure_one()
        self._check_can_import()
        self._ask_for_columns(self._read_workbook())
        return self._reopen()

    def action_back(self):
        """Return to the step before, and show it."""
        self.ensure_one()
        self.line_ids.unlink()
        plain = self.is_plain and self.step == PREVIEW
        self.write({"step": COLUMNS if plain else FILE, "obstacle": False})
        return self._reopen()

    def action_confirm(self):
        """Write what the preview has shown, or nothing; return where it is seen.

        :raises UserError: there are errors, or the calculation has changed meanwhile
        """
        plan = self._import_shown()
        if not plan:
            return self._reopen()
        for change in plan.variants:
            if change.effect == Effect.ADDED:
                return change.record.action_open()
        return self._close()

    def action_confirm_next(self):
        """Write what the preview has shown, and go on with another sheet of the file.

        :raises UserError: as of `action_confirm`, or there is no other sheet
        """
        if plan := self._import_shown():
            self._take_next_sheet(plan.variants[0].record)
        return self._reopen()

    def _import_shown(self):
        """Write what the preview has shown, and return the plan of it.

        :return: nothing, where choices were made since: the preview is another one now
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
        if self.answers != self._get_answers_text() and self.is_plain:
            self._show_plain()
            return None
        if self.pending_count:
            raise UserError(
                self.env._("Choose what is unknown, or what becomes of all others.")
            )
        meanings, made = self._get_meanings()
        plan = EstimatePlan(
            calculation,
            calculation._parse_estimate(json.loads(self.estimate)),
            whole=False,
            meanings=meanings,
        )
        calculation._check_no_problems(plan)
        if plan.get_fingerprint(made) != self.fingerprint:
            raise UserError(
                self.env._(
                    "%(calculation)s has changed since the preview. Go back and look at"
                    " the preview again.",
                    calculation=calculation.display_name,
                )
            )
        plan.apply()
        self._remember_columns()
        self._remember_choices()
        self._notify_import()
        return plan

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import from Excel"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
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

    def _notify_import(self):
        self.calculation_id._post_in_feed(
            _lt(
                "Imported from “%(file)s”: %(added)s added, %(changed)s changed,"
                " %(removed)s removed.",
                file=self.file_name or _lt("Workbook"),
                added=self.added_count,
                changed=self.changed_count,
                removed=self.removed_count,
            )
        )

    # === WORKBOOKS OF OURS ===

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
