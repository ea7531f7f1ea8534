from odoo import models

from .. import xlsx
from ..domain.estimate import EstimateVariant
from ..domain.merging import Merged, update_lines
from .engineering_import_columns_mixin import APPEND, REPLACE
from .workbook_reading import Reading


class EngineeringImportPlainMixin(models.AbstractModel):
    """The lines of somebody's sheet, and what of the catalog they speak of."""

    _name = "engineering.import.plain.mixin"
    _inherit = ["engineering.calculation.dialog"]
    _description = "Lines of a sheet to import"

    def _read_plain(self):
        """Return the reading of a sheet by its columns, in the variant it is for."""
        sheet = self._read_sheet()
        parsed = xlsx.parse_lines(sheet, self._get_mapping(), self._get_extra_fields())
        lines = self._name_services(parsed.variant.lines)
        present = self.variant_id and self.variant_id._get_estimate_variant()
        merged = self._merge(present, lines)
        reading = Reading()
        variant = EstimateVariant(
            ref=present.ref if present else "new",
            name=present.name if present else self.variant_name or sheet.name,
            lines=merged.lines,
        )
        reading.add(sheet, parsed, variant, merged.sources)
        return reading

    def _name_services(self, lines):
        """Return the lines, each calling its service as the direction knows it.

        A code that the direction does not know may be a price book's: then the name
        tells the service.
        """
        names = {one for line in lines for one in (line.product_code, line.name)}
        services = self.calculation_id._find_services(names - {None})
        return tuple(
            line.model_copy(update={"product_code": line.name})
            if line.product_code
            and not services[line.product_code]
            and services[line.name]
            else line
            for line in lines
        )

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
