from odoo import models

from ...domain.estimate import EstimateVariant
from ...domain.texts import NOTHING, fit


class EngineeringVariantEstimateMixin(models.AbstractModel):
    """A variant as the exchange schema and workbooks have it."""

    _name = "engineering.variant.estimate.mixin"
    _inherit = [
        "engineering.coefficient.estimate.mixin",
        "engineering.estimate.taxes.mixin",
    ]
    _description = "Exchange of a variant"

    def action_export_xlsx(self):
        """Let the browser download the variant as a workbook."""
        self.ensure_one()
        return self.calculation_id._download_workbook(self)

    def action_import_xlsx(self):
        """Open the dialog that takes a workbook into the variant."""
        self.ensure_one()
        self.calculation_id._check_can_edit()
        return self.calculation_id._open_import(self)

    def _get_estimate_variant(self):
        """Return the variant with its lines as the exchange schema has them."""
        return EstimateVariant(**self._prepare_estimate_variant())

    def _prepare_estimate_variant(self):
        taxes, taxes_of = self._prepare_estimate_taxes()
        return {
            **self._prepare_estimate_values(),
            **taxes,
            "lines": [
                {**line._prepare_estimate_values(), **taxes_of.get(line, {})}
                for line in self.line_ids
            ],
        }

    def _prepare_estimate_values(self):
        self.ensure_one()
        return {
            "ref": str(self.id),
            "name": fit(self.name, NOTHING),
            **self._prepare_estimate_coefficients(),
        }
