from odoo import api, models

from ...domain.estimate import EstimateLine
from ...domain.texts import NOTHING, fit
from ..common.format_number import to_number
from ..common.line_kinds import get_kind
from ..exchange.extra_fields import describe_field, get_value


class EngineeringLineEstimateMixin(models.AbstractModel):
    """A line as the exchange schema has it."""

    _name = "engineering.line.estimate.mixin"
    _inherit = ["engineering.coefficient.estimate.mixin"]
    _description = "Exchange of a line"

    @api.model
    def _get_exchange_fields(self):
        """Return names of fields that estimates, workbooks and comparisons carry.

        To be extended: what an addon adds to the line, of a type in `KINDS`. Factors of
        the price are carried anyway, and templates carry what their lines have, too.
        """
        return ()

    @api.model
    def _get_extra_names(self):
        """Return the names of all fields besides the schema that the user may see."""
        factors = [one.name for one in self._get_price_factors() if not one.of_variant]
        own = [name for name in factors if name not in EstimateLine.model_fields]
        return [
            name
            for name in dict.fromkeys([*self._get_exchange_fields(), *own])
            if self._has_field_access(self._fields[name], "read")
        ]

    @api.model
    def _get_extra_fields(self):
        """Return {name: `ExtraField`} of what lines have besides the schema."""
        fields = (self._fields[name] for name in self._get_extra_names())
        return {field.name: describe_field(self.env, field) for field in fields}

    def _prepare_estimate_values(self):
        """Return the line as the exchange schema has it."""
        self.ensure_one()
        values = {
            "ref": str(self.id),
            "name": fit(self.name, NOTHING),
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
            "unit": fit(self.product_uom_id.name) or None,
            "formula": fit(self.formula) or None,
            "opening": str(self.opening_id.id) if self.opening_id else None,
            "quantity": to_number(self.quantity),
            "base_price": to_number(self.base_price),
            "price_unit": to_number(self.price_unit) if corrected else None,
            **self._prepare_estimate_coefficients(),
            "extra": {name: get_value(self, name) for name in self._get_extra_names()},
        }

    def _get_estimate_product_code(self):
        product = self.product_id.with_context(display_default_code=False)
        return fit(product.default_code) or fit(product.display_name, NOTHING)
