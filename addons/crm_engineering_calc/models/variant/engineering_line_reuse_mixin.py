from collections import defaultdict

from odoo import api, models
from odoo.fields import Command

from ..exchange.extra_fields import carry_fields
from .taken_values import get_original


class EngineeringLineReuseMixin(models.AbstractModel):
    """Lines as other variants and templates take them over."""

    _name = "engineering.line.reuse.mixin"
    _description = "Templates and copies of lines"

    def _prepare_taken_over_values(self, variant, keep_prices=False):
        """Return the values of the lines that `variant` takes over.

        Coefficients stay as they were taken.
        """
        anew = {"variant_id"} if keep_prices else {"variant_id", "base_price"}
        vals_list = [
            {name: value for name, value in vals.items() if name not in anew}
            for vals in self.copy_data()
        ]
        for line, vals in zip(self, vals_list, strict=True):
            if line.opening_id.calculation_id != variant.calculation_id:
                vals["opening_id"] = False
        if keep_prices:
            variant._convert_base_prices(vals_list, self.variant_id.currency_id)
        return vals_list

    def _keep_computed(self, vals_list):
        """Take for copies from their originals what would only be computed again.

        Nothing where a value that it follows from is another, such as a price that was
        corrected, which is not copied.
        """
        computed = [name for name, field in self._fields.items() if field.precompute]
        alike = defaultdict(list)
        for vals in vals_list:
            if original := get_original(vals):
                missing = tuple(name for name in computed if name not in vals)
                variants = original.variant_id, vals["variant_id"]
                alike[variants, missing].append((original, vals))
        for ((variant, copy_id), missing), copies in alike.items():
            if not self._has_same_factors(variant, variant.browse(copy_id)):
                continue
            causes = [
                name
                for name in self._get_causes(missing).difference(
                    missing, ["variant_id"]
                )
                # What follows from lists of records is computed of its own.
                if not self._fields[name].type.endswith("2many")
            ]
            for original, vals in copies:
                if original.price_unit == original.calculated_price and all(
                    vals.get(name) == value
                    for name, value in original._read_to_write(causes)
                ):
                    vals.update(original._read_to_write(missing))

    def _has_same_factors(self, variant, copy):
        """Return whether a copy of the variant prices its lines as the variant."""
        return variant.calculation_id == copy.calculation_id and all(
            variant[factor.name] == copy[factor.name]
            for factor in self._get_price_factors()
            if factor.of_variant
        )

    @api.model
    def _get_causes(self, computed):
        """Return the names of the line's fields that computed ones follow from."""
        return {
            path.partition(".")[0]
            for name in computed
            for path in self.pool.field_depends[self._fields[name]]
        }

    def _read_to_write(self, names):
        for name in names:
            yield name, self._fields[name].convert_to_write(self[name], self)

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
            "for_each_opening": bool(self.opening_id and self.formula),
            "quantity": self.quantity,
            "coefficient_ids": [Command.set(self.coefficient_ids.ids)],
            **carry_fields(self, "engineering.template.line"),
        }
        name = self._get_name_without_opening()
        if name != self._get_catalog_description():
            values["name"] = name
        return values
