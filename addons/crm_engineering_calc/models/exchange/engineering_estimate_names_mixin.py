from collections import defaultdict

from odoo import models

from ...domain.look_alikes import fold


def _normalize(name):
    return " ".join((name or "").split()).casefold()


def _look(name):
    return fold(_normalize(name))


class EngineeringEstimateNamesMixin(models.AbstractModel):
    """What the names, codes and units of a file stand for in a calculation."""

    _name = "engineering.estimate.names.mixin"
    _description = "Names in an exchange of a calculation"

    def _find_services(self, names):
        """Return {name: services of the direction that it may stand for}.

        A name is an internal reference or, where none is the same, an exact name; where
        nothing is, letters of the other alphabet that look the same are the same.
        """
        services = self.env["product.product"].with_context(display_default_code=False)
        if names:
            services = services.search(self._get_offer()._get_product_domain())
        fields = ("default_code", "display_name", "name")
        return self._find_alike(services, names, fields)

    def _get_offered_services(self):
        """Return all services that lines of the calculation may have."""
        services = self.env["product.product"]
        return services.search(self._get_offer()._get_product_domain())

    def _get_free_services(self):
        """Return the services, of those offered, that free lines are of."""
        services = self.direction_id._get_free_services()
        return services.filtered_domain(self._get_offer()._get_product_domain())

    def _find_units(self, names):
        """Return {name: units that have it exactly, or else the one so spelled}.

        Where neither is, letters of the other alphabet that look the same are the same.
        Archived ones come last: what was exported with one is known again.
        """
        units = self.env["uom.uom"].with_context(active_test=False)
        if names:
            # A handful, whose names may be in any language.
            units = units.search([])  # pylint: disable=no-search-all
            units = units.sorted(lambda unit: not unit.active)
        found = self._find_by_name(units, names, units._get_written_fields())
        rest = {name for name in names if not found[name]}
        known = self.env["engineering.unit.alias"]._find_units(rest)
        rest -= known.keys()
        if not rest:
            return found | known
        alike = self._find_by_name(units, rest, units._get_written_fields(), _look)
        return {**found, **alike, **known}

    def _find_coefficients(self, names):
        """Return {name: offered coefficients with this code, or else this name}."""
        coefficients = self.env["engineering.coefficient"]
        if names:
            coefficients = coefficients.search(
                self._get_offer()._get_coefficient_domain()
            )
        return self._find_alike(coefficients, names, ("code", "name"))

    def _get_offer(self):
        """Return a variant, which knows what lines of the calculation may have."""
        variants = self.variant_ids
        return variants[:1] or variants.new({"calculation_id": self.id})

    def _find_alike(self, records, names, fields):
        """Return {name: records} as `_find_by_name`, else of what looks the same."""
        found = self._find_by_name(records, names, fields)
        rest = {name for name in names if not found[name]}
        if not rest:
            return found
        return found | self._find_by_name(records, rest, fields, _look)

    def _find_by_name(self, records, names, fields, normalize=_normalize):
        """Return {name: records}, by the first of the fields where any has the name.

        Neither case nor spaces matter, nor which of the languages a name is in.
        """
        found = dict.fromkeys(names, records.browse())
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        for field in fields:
            ids = defaultdict(dict)
            for language in languages:
                for record in records.with_context(lang=language):
                    ids[normalize(record[field])][record.id] = True
            for name in names:
                if not found[name]:
                    found[name] = records.browse(ids.get(normalize(name), ()))
            if all(found.values()):
                break
        return found
