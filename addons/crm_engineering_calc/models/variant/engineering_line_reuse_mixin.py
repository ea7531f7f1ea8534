from odoo import api, models
from odoo.fields import Command

from ..exchange.extra_fields import carry_fields
from .taken_values import is_copied


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

    def _keep_computed(self, variant_vals):
        """Give copies of the lines, made in a copy of the variant, what is computed.

        Corrected prices are not copied, so that what follows from them is another.

        :param variant_vals: the values of the variant's copy, with those of its lines
        """
        copies = [command[2] for command in variant_vals["line_ids"]]
        if not copies or not self._has_same_factors(variant_vals):
            return
        kept = [
            name
            for name, field in self._fields.items()
            if field.precompute and (name not in copies[0] or field.readonly)
        ]
        followed = self._get_followed(kept)
        for line, vals in zip(self.sudo(), copies, strict=True):
            if is_copied(vals) and line.price_unit == line.calculated_price:
                taken = vals["coefficient_values"]
                taken.kept = line._read_to_write(kept)
                taken.followed = line._read_to_write(followed)

    def _has_same_factors(self, variant_vals):
        """Return whether a copy of the variant multiplies prices as the variant."""
        return all(
            variant_vals.get(factor.name) == self.variant_id[factor.name]
            for factor in self._get_price_factors()
            if factor.of_variant
        )

    @api.model
    def _get_followed(self, computed):
        """Return the names of what computed fields of the line follow from.

        Lists of records are left out: what follows from them is computed of its own.
        """
        names = {
            path.partition(".")[0]
            for name in computed
            for path in self.pool.field_depends[self._fields[name]]
        }
        return [
            name
            for name in names.difference(computed, ["variant_id"])
            if not self._fields[name].type.endswith("2many")
        ]

    def _read_to_write(self, names):
        return {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in names
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
