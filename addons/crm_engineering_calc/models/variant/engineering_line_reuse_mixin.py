from odoo import models
from odoo.fields import Command

from ..exchange.extra_fields import carry_fields


class EngineeringLineReuseMixin(models.AbstractModel):
    """Lines as other variants and templates take them over."""

    _name = "engineering.line.reuse.mixin"
    _description = "Templates and copies of lines"

    def _prepare_taken_over_values(self, variant, keep_prices=False):
        """Return the values of the lines that `variant` takes over.

        Coefficients stay as they were taken. Taxes are those of the customer, and
        costs of the day, so that they are kept inside of a calculation only.
        """
        anew = {"variant_id"}
        if self.variant_id.calculation_id != variant.calculation_id:
            anew |= {"tax_ids", "unit_cost"}
        if not keep_prices:
            anew |= {"base_price", "unit_cost"}
        vals_list = [
            {name: value for name, value in vals.items() if name not in anew}
            for vals in self.copy_data()
        ]
        if keep_prices:
            variant._convert_base_prices(vals_list, self.variant_id.currency_id)
        return vals_list

    def _keep_computed(self, commands):
        """Give copies of the lines, made in a copy of the variant, what is computed.

        Nothing that it follows from is another one there, but for corrections.
        """
        for line, command in zip(self.sudo(), commands, strict=True):
            vals = command[2]
            if line.price_unit == line.calculated_price:
                vals["coefficient_values"].kept = {
                    name: field.convert_to_write(line[name], line)
                    for name, field in self._fields.items()
                    if field.precompute and (name not in vals or field.readonly)
                }

    def _prepare_template_line_values(self):
        """Return the values of the template's line that keeps this line."""
        self.ensure_one()
        values = {
            "sequence": self.sequence,
            "display_type": self.display_type,
            "collapse_prices": self.collapse_prices,
            "collapse_composition": self.collapse_composition,
        }
        if self.display_type:
            return {**values, "name": self.name}
        values |= {
            "product_id": self.product_id.id,
            "product_uom_id": self.product_uom_id.id,
            "formula": self.formula,
            "quantity": self.quantity,
            "coefficient_ids": [Command.set(self.coefficient_ids.ids)],
            **carry_fields(self, "engineering.template.line"),
        }
        if self.name != self._get_catalog_description():
            values["name"] = self.name
        return values
