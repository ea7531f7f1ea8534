from odoo import fields, models

from .. import xlsx
from ..domain.estimate import EstimateVariant
from ..domain.merging import Merged, update_lines
from .engineering_import_columns_mixin import APPEND, REPLACE
from .import_matching import Matching
from .workbook_reading import Reading


class EngineeringImportPlainMixin(models.AbstractModel):
    """The lines of somebody's sheet, in the variant that they are for."""

    _name = "engineering.import.plain.mixin"
    _inherit = ["engineering.import.choices.mixin"]
    _description = "Lines of a sheet to import"

    is_plain = fields.Boolean("Plain Sheet", readonly=True)

    def _show_plain(self):
        """Show what a sheet would change; services that it needs are made and undone.

        :raises UserError: the columns or choices are not possible
        """
        savepoint = self.env.cr.savepoint()
        try:
            reading = self._read_plain()
            preview = self._prepare_preview(
                reading, self._get_matching_notices(reading)
            )
        finally:
            savepoint.close(rollback=True)
        self._save_questions(reading.matching)
        self._write_preview(*preview)

    def _read_plain(self):
        """Return the reading of a sheet by its columns and choices."""
        sheet = self._read_sheet()
        parsed = xlsx.parse_lines(sheet, self._get_mapping(), self._get_extra_fields())
        matching = Matching(
            self.calculation_id,
            list(zip(parsed.rows, parsed.variant.lines, strict=True)),
            *self._get_answers(),
            self._make_services,
            is_priced=not parsed.columns.keys().isdisjoint(("base_price", "amount")),
        )
        present = self.variant_id and self.variant_id._get_estimate_variant()
        merged = self._merge(present, matching)
        reading = Reading(matching=matching)
        variant = EstimateVariant(
            ref=present.ref if present else "new",
            name=present.name if present else self.variant_name or sheet.name,
            lines=merged.lines,
        )
        reading.add(sheet, parsed, variant, merged.sources)
        return reading

    def _merge(self, present, matching):
        lines = tuple(matching.lines)
        if not present or self.mode == REPLACE:
            return Merged(lines, {})
        if self.mode == APPEND:
            return Merged(present.lines + lines, {})
        calculation = self.calculation_id
        codes = {line.product_code for line in present.lines + lines} - {None}
        services = calculation._find_services(codes) | matching.meanings.services
        return update_lines(
            present.lines,
            lines,
            {code: found.ids[0] for code, found in services.items() if len(found) == 1},
            calculation._get_free_services().ids,
        )
