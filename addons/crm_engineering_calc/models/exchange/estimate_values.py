from decimal import Decimal
from typing import NamedTuple

from odoo.exceptions import UserError
from odoo.fields import Command

from ...domain import formula
from ...domain.estimate import EstimateLine
from ...domain.extra import PREFIX
from ..common.formula_words import explain
from .estimate_cells import EstimateCells
from .estimate_coefficients import EstimateCoefficients


class Meanings(NamedTuple):
    """What names stand for by choice: {name: service} and {name: unit}."""

    services: dict
    units: dict


class EstimateValues:
    """What changes write, and the records that their names stand for.

    The names of all changes are looked up at once.
    """

    def __init__(self, calculation, changes, meanings):
        self.env = calculation.env
        self.calculation = calculation
        self.direction = calculation.direction_id
        services, units = meanings
        names = _get_names(changes, "product_code") - services.keys()
        self.services = calculation._find_services(names) | services
        names = _get_names(changes, "unit") - {None} - units.keys()
        self.units = calculation._find_units(names) | units
        self._fitting = {}
        products = self.env["product.product"].union(
            *self.services.values(), *map(self._get_present_service, changes)
        )
        self.coefficients = EstimateCoefficients(calculation, changes, products)

    def know_openings(self, openings, columns):
        """Take note of what openings and columns there are after all changes."""
        self.openings = EstimateCells(self.calculation, openings, columns)

    def prepare(self, change, name):
        """Return what the field `name` of the change writes in its record.

        :raises UserError: it stands for no record or for several, or is not possible
        """
        if name.startswith(PREFIX):
            return self._get_extra(name.removeprefix(PREFIX), change.after.get(name))
        value = getattr(change.after, name)
        match name:
            case "product_code":
                return self._get_service(value).id
            case "unit" if value:
                return self._get_unit(change, value).id
            case "coefficients":
                coefficients = self.coefficients.get(change, self._get_product(change))
                return [Command.set(coefficients.ids)]
            case "coefficient":
                self._check_coefficient(change)
            case "formula" if value:
                self._check_formula(value)
            case "opening" if value:
                return self._get_opening(value)
            case "kind":
                return value.value
            case "choices":
                return "\n".join(value)
            case "cells":
                return self.openings.prepare(change)
            case "quantity" if value < 0:
                raise UserError(self.env._("A quantity can't be negative."))
        return float(value) if isinstance(value, Decimal) else value or False

    def _get_opening(self, ref):
        """Return the id of an opening, or its change where it has none yet."""
        opening = self.openings.find(ref)
        if opening is None:
            raise UserError(
                self.env._(
                    "There is no opening “%(ref)s”. Add it to the openings, or leave it"
                    " out of the line.",
                    ref=ref,
                )
            )
        return opening

    def _get_extra(self, name, value):
        """Return what is written into a field that an addon has added to the line."""
        field = self.env["engineering.variant.line"]._fields[name]
        if field.type == "many2one" and value:
            return self._get_named(field.comodel_name, value)
        return float(value) if isinstance(value, Decimal) else value or False

    def _get_named(self, model, name):
        """Return the id of the only record of a model that has this name."""
        found = self.env[model].name_search(name, operator="=", limit=2)
        if len(found) != 1:
            raise UserError(
                self.env._(
                    "“%(name)s” is not the name of exactly one record of “%(model)s”."
                    " Write the full name of one.",
                    name=name,
                    model=self.env["ir.model"]._get(model).name,
                )
            )
        return found[0][0]

    def _get_service(self, name):
        services = self.services[name]
        if not services:
            raise UserError(
                self.env._(
                    "“%(direction)s” offers no service “%(name)s”. Write the internal"
                    " reference or the exact name of one that it offers, or let the"
                    " administrator add this one.",
                    direction=self.direction.display_name,
                    name=name,
                )
            )
        if len(services) > 1:
            raise UserError(
                self.env._(
                    "“%(name)s” may be any of %(services)s. Write its internal"
                    " reference.",
                    name=name,
                    services=", ".join(services.mapped("display_name")),
                )
            )
        return services

    def _get_unit(self, change, name):
        """Return the unit of this name that the line's service converts into."""
        product = self._get_product(change)
        # Many lines have the same service in the same unit.
        known = product, name
        if known not in self._fitting:
            self._fitting[known] = self._find_fitting(product, name)
        return self._fitting[known]

    def _find_fitting(self, product, name):
        units = self.units[name]
        if not units:
            raise UserError(
                self.env._(
                    "There is no unit “%(name)s”. Write the name of a unit, or let the"
                    " administrator add this spelling to one.",
                    name=name,
                )
            )
        if not product:
            return units[0]
        fitting = units.filtered(
            lambda unit: unit._has_common_reference(product.uom_id)
        )
        if not fitting:
            raise UserError(
                self.env._(
                    "“%(service)s” is sold in %(unit)s, which can't be converted into"
                    " %(other)s.",
                    service=product.display_name,
                    unit=product.uom_id.name,
                    other=name,
                )
            )
        chosen = product.uom_id & fitting or fitting.filtered("active") or fitting
        if len(set(chosen.mapped("factor"))) > 1:
            raise UserError(
                self.env._(
                    "“%(name)s” may be any of several units of “%(service)s”. Rename"
                    " one of them, or write another unit.",
                    name=name,
                    service=product.display_name,
                )
            )
        return chosen[0]

    def _get_product(self, change):
        """Return the service that the line will have, if it is known."""
        if "product_code" in change.names:
            product_id = change.values.get("product_id")
            return self.env["product.product"].browse(product_id and [product_id])
        return self._get_present_service(change)

    def _get_present_service(self, change):
        if change.record and isinstance(change.after, EstimateLine):
            return change.record.product_id
        return self.env["product.product"]

    def _check_coefficient(self, change):
        if "coefficients" in change.names:
            commands = change.values.get("coefficient_ids", [])
            ids = [id_ for _set, _zero, ids in commands for id_ in ids]
        else:
            ids = change.record.coefficient_ids.ids if change.record else []
        self.coefficients.check_number(
            change,
            self._get_product(change),
            self.env["engineering.coefficient"].browse(ids),
        )

    def _check_formula(self, text):
        try:
            formula.names(text)
        except formula.FormulaError as error:
            raise UserError(explain(self.env, error)) from error


def _get_names(changes, name):
    return {getattr(change.after, name) for change in changes if name in change.names}
