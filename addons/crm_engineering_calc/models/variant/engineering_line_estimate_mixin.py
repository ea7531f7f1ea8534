from odoo import models

from ..common.format_number import to_number
from ..common.line_kinds import get_kind


class EngineeringLineEstimateMixin(models.AbstractModel):
    """A line as the exchange schema has it."""

    _name = "engineering.line.estimate.mixin"
    _inherit = ["engineering.coefficient.estimate.mixin"]
    _description = "Exchange of a line"

    def _prepare_estimate_values(self):
        """Return the line as the exchange schema has it."""
        self.ensure_one()
        values = {
            "ref": str(self.id),
            "name": self.name,
            "kind": get_kind(self),
        }
        if self.display_type == "line_note":
            return values
        if self.display_type:
            return {
                **values,
                "collapse_prices": self.collapse_prices,
                "collapse_composition": self.collapse_composition,
            }
        corrected = self.price_unit != self.calculated_price
        return {
            **values,
            "product_code": self._get_estimate_product_code(),
            "unit": self.product_uom_id.name,
            "formula": self.formula or None,
            "quantity": to_number(self.quantity),
            "base_price": to_number(self.base_price),
            "price_unit": to_number(self.price_unit) if corrected else None,
            **self._prepare_estimate_coefficients(),
        }

    def _get_estimate_product_code(self):
        product = self.product_id.with_context(display_default_code=False)
        return product.default_code or product.display_name
