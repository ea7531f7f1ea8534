from collections import Counter, defaultdict
from math import inf

from odoo import api, fields, models

from ..domain.difference import Effect
from ..models.exchange.estimate_plan import EstimatePlan
from ..models.exchange.estimate_words import describe
from ..xlsx import SkipReason
from .engineering_estimate_import_line import ERROR
from .import_rows import group_errors, list_rows
from .import_steps import PREVIEW
from .workbook_words import explain_problem


class EngineeringImportPreviewMixin(models.AbstractModel):
    """What an import would change, shown before anything is written."""

    _name = "engineering.import.preview.mixin"
    _inherit = ["engineering.import.totals.mixin"]
    _description = "Preview of an import"

    line_ids = fields.One2many(
        "engineering.estimate.import.line", "wizard_id", readonly=True
    )
    error_count = fields.Integer(compute="_compute_counts")
    added_count = fields.Integer(compute="_compute_counts")
    changed_count = fields.Integer(compute="_compute_counts")
    removed_count = fields.Integer(compute="_compute_counts")
    notice = fields.Text(readonly=True)
    # The JSON of what is imported, which nobody asks for but its confirmation.
    estimate = fields.Text(readonly=True, prefetch=False)
    fingerprint = fields.Char(readonly=True)

    # === COMPUTE ===

    @api.depends("line_ids.kind")
    def _compute_counts(self):
        for wizard in self:
            counts = Counter()
            for line in wizard.line_ids:
                counts[line.kind] += line.count
            wizard.error_count = counts[ERROR]
            wizard.added_count = counts[Effect.ADDED]
            wizard.changed_count = counts[Effect.CHANGED]
            wizard.removed_count = counts[Effect.REMOVED]

    # === PREVIEW ===

    def _show(self, reading, notices=()):
        """Show what the reading would change, or what is wrong with it."""
        self._write_preview(*self._prepare_preview(reading, notices))

    def _prepare_preview(self, reading, notices=()):
        """Return the values of the preview, and of its lines."""
        calculation = self.calculation_id
        values = dict.fromkeys(
            ("estimate", "fingerprint", "totals", "totals_differ"), False
        )
        if reading.problems:
            lines = self._prepare_problems(reading)
        else:
            estimate = calculation._parse_estimate(
                {
                    **calculation._prepare_estimate_values(),
                    "measurements": reading.measurements,
                    "openings": reading.openings,
                    "variants": reading.variants,
                }
            )
            matching = reading.matching
            plan = EstimatePlan(
                calculation,
                estimate,
                whole=False,
                meanings=matching and matching.meanings,
            )
            lines = self._prepare_lines(plan, reading)
            values = {
                **self._prepare_totals(reading, estimate),
                "estimate": estimate.model_dump_json(exclude_unset=True),
                "fingerprint": plan.get_fingerprint(matching and matching.get_made()),
            }
        notices = [*notices, *self._get_notices(reading)]
        return {**values, "step": PREVIEW, "notice": "\n".join(notices)}, lines

    def _write_preview(self, values, lines):
        self.write(values)
        self.line_ids.unlink()
        self.line_ids._insert(self, lines)

    def _prepare_problems(self, reading):
        """Return the preview of what is wrong in the cells."""
        return group_errors(
            {
                "kind": ERROR,
                "row": problem.row,
                "column": problem.column,
                "variant": sheet,
                "text": explain_problem(self.env, problem),
            }
            for sheet, problem in reading.problems
        )

    def _prepare_lines(self, plan, reading):
        """Return the preview of a plan: what forbids it, or what it changes."""
        if plan.problems:
            return group_errors(
                {
                    **self._prepare_line(plan, reading, problem.change),
                    "kind": ERROR,
                    "column": self._get_column(reading, problem),
                    "text": problem.text,
                }
                for problem in plan.problems
            )
        lines = [
            self._prepare_line(plan, reading, change)
            for change in plan.changes
            if change.effect
        ]
        if self.is_plain:
            # As the sheet has them; what stands in no row is the variant, or removed.
            lines.sort(key=lambda line: (bool(line["variant"]), line["row"] or inf))
        return lines

    def _prepare_line(self, plan, reading, change):
        variant = change.variant or change
        name, text = describe(plan, change)
        ref = change.after and getattr(change.after, "ref", None)
        if taken := self._get_taken(change, reading):
            text = f"→ {taken} · {text}"
        row = change.variant and reading.rows.get((variant.after.ref, ref))
        return {
            "kind": change.effect and change.effect.value,
            "row": row,
            "rows": row and str(row),
            "variant": change.variant and variant.after.name,
            "name": name,
            "text": text,
        }

    def _get_taken(self, change, reading):
        """Return what a new line is taken as, where the sheet calls it otherwise."""
        line = change.after
        if not reading.matching or change.effect != Effect.ADDED or not change.variant:
            return None
        name = reading.matching.get_service_name(line.product_code)
        return name if name != line.name else None

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
        """Yield what to know of a sheet: rows that are no lines, or not shown."""
        by_reason = defaultdict(list)
        for skipped in reading.skipped:
            by_reason[skipped.reason].append(skipped.row)
        words = {
            SkipReason.TOTAL: self.env._(
                "Rows that are no lines but totals are left out: %(rows)s.",
                rows=list_rows(by_reason[SkipReason.TOTAL]),
            ),
            SkipReason.DISCOUNT: self.env._(
                "Rows that are no lines but discounts are left out: %(rows)s.",
                rows=list_rows(by_reason[SkipReason.DISCOUNT]),
            ),
            SkipReason.HEADER: self.env._(
                "Rows that head the columns are left out: %(rows)s.",
                rows=list_rows(by_reason[SkipReason.HEADER]),
            ),
            SkipReason.RESOURCE: self.env._(
                "Rows that are parts of the position above them are left out:"
                " %(rows)s.",
                rows=list_rows(by_reason[SkipReason.RESOURCE]),
            ),
            SkipReason.SIGNATURE: self.env._(
                "Rows that are there to be signed are left out: %(rows)s.",
                rows=list_rows(by_reason[SkipReason.SIGNATURE]),
            ),
            SkipReason.TEXT: self.env._(
                "Rows with texts that are no lines are left out: %(rows)s.",
                rows=list_rows(by_reason[SkipReason.TEXT]),
            ),
        }
        yield from (words[reason] for reason in SkipReason if by_reason[reason])
        if reading.reckoned:
            yield self.env._(
                "The file has no results of its formulas; those of these rows are"
                " computed here: %(rows)s.",
                rows=list_rows(reading.reckoned),
            )
        if reading.unpriced:
            yield self.env._(
                "Prices that are words are taken as zero: %(rows)s.",
                rows=list_rows(reading.unpriced),
            )
        if reading.unmeasured:
            yield self.env._(
                "Quantities that are words or dashes are taken as zero: %(rows)s.",
                rows=list_rows(reading.unmeasured),
            )
        if reading.hidden:
            yield self.env._(
                "Rows that the file hides are taken, too: %(rows)s.",
                rows=list_rows(reading.hidden),
            )
