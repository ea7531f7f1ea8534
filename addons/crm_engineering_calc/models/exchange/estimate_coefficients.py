from odoo.exceptions import UserError

from ...domain import pricing
from ..common.format_number import format_number, to_number


class EstimateCoefficients:
    """The coefficients that changes give to records, and whether they may have them.

    What a record has already stays as it was taken, whatever was configured since.
    """

    def __init__(self, calculation, changes, products):
        self.env = calculation.env
        self.direction = calculation.direction_id
        self.found = calculation._find_coefficients(
            {
                item.code
                for change in changes
                if "coefficients" in change.names
                for item in change.after.coefficients
            }
        )
        self.always = calculation._get_offer()._get_always_coefficients(products)

    def get(self, change, product):
        """Return the coefficients that the change gives to its record.

        :raises UserError: one is not offered, not for `product`, has another value, or
            one is gone that is always applied
        """
        chosen = change.record._get_coefficients_by_code() if change.record else {}
        values = {item.code: item.value for item in _get_items(change.before)}
        coefficients = self.env["engineering.coefficient"]
        for item in _get_items(change.after):
            coefficient = chosen.get(item.code) or self._get_offered(item.code, product)
            value = values.get(item.code) or to_number(coefficient.value)
            if item.value not in (None, value):
                self._refuse_value(item, value)
            coefficients |= coefficient
        removed = coefficients.union(*chosen.values()) - coefficients
        if needed := removed & self._get_always(product):
            self._refuse_to_remove(needed)
        return coefficients

    def check_number(self, change, product, coefficients):
        """Check that the corrected product of the coefficients is within their bounds.

        :raises UserError: it is outside
        """
        taken = change.record._get_taken_values() if change.record else {}
        if not change.record:
            coefficients |= self._get_always(product)
        values = [taken.get(one) or one._prepare_taken_values() for one in coefficients]
        low, high = pricing.coefficient_bounds(
            (value["min"], value["max"]) for value in values
        )
        number = change.after.coefficient
        if not values:
            if number != 1 and not self.direction._admits_coefficient(number):
                raise UserError(self.direction._get_coefficient_message(number))
        elif not low <= number <= high:
            raise UserError(
                self.env._(
                    "The coefficient %(value)s is outside the bounds of its"
                    " coefficients (%(low)s to %(high)s). Correct the number or choose"
                    " other coefficients.",
                    value=format_number(self.env, number),
                    low=format_number(self.env, low),
                    high=format_number(self.env, high),
                )
            )

    def _get_always(self, product):
        return self.always.get(product, self.env["engineering.coefficient"])

    def _get_offered(self, name, product):
        coefficients = self.found[name]
        if not coefficients:
            raise UserError(
                self.env._(
                    "“%(direction)s” offers no coefficient “%(name)s” here. Write the"
                    " code or the exact name of one that it offers.",
                    direction=self.direction.display_name,
                    name=name,
                )
            )
        fitting = coefficients._filter_for_service(product)
        if not fitting:
            raise UserError(
                self.env._(
                    "The coefficient “%(name)s” is not for “%(service)s”. Choose"
                    " another, or let the administrator change its scope.",
                    name=name,
                    service=product.display_name or self.env._("a whole variant"),
                )
            )
        if len(fitting) > 1:
            raise UserError(
                self.env._(
                    "There are several coefficients “%(name)s”. Write the code of one.",
                    name=name,
                )
            )
        return fitting

    def _refuse_value(self, item, value):
        raise UserError(
            self.env._(
                "The coefficient “%(name)s” is %(value)s here, not %(other)s. Write"
                " %(value)s, or correct the product of the coefficients.",
                name=item.code,
                value=format_number(self.env, value),
                other=format_number(self.env, item.value),
            )
        )

    def _refuse_to_remove(self, coefficients):
        raise UserError(
            self.env._(
                "%(coefficients)s is always applied here and can't be taken off. Put it"
                " back: the number may be corrected within its bounds, with a reason.",
                coefficients=", ".join(coefficients.mapped("display_name")),
            )
        )


def _get_items(item):
    return item.coefficients if item else ()
