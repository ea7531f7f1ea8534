from collections import defaultdict

from odoo import api, models

GIVEN = ("variant_id", "product_id", "product_uom_id")


class EngineeringLineServiceMixin(models.AbstractModel):
    """What a line has of its service: many lines of one variant have it alike."""

    _name = "engineering.line.service.mixin"
    _description = "What lines have of their service"

    def _add_precomputed_values(self, vals_list):
        """Compute once for all new lines of a service what follows from it alone."""
        names = self._get_service_fields()
        alike = defaultdict(list)
        for vals in vals_list:
            if vals.get("product_id") and any(name not in vals for name in names):
                given = tuple((name, vals[name]) for name in GIVEN if name in vals)
                alike[given].append(vals)
        alike = {given: same for given, same in alike.items() if len(same) > 1}
        lines = self.browse().concat(*(self.new(dict(given)) for given in alike))
        for line, same in zip(lines, alike.values(), strict=True):
            values = dict(line._read_to_write(names))
            for vals in same:
                vals.update({**values, **vals})
        return super()._add_precomputed_values(vals_list)

    @api.model
    def _get_service_fields(self):
        """Return the names of computed fields that only a service and unit decide."""
        return [
            name
            for name, field in self._fields.items()
            if field.precompute and self._get_causes([name]).issubset(GIVEN)
        ]
