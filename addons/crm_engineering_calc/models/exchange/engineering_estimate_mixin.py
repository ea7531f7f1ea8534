from pydantic import ValidationError

from odoo import models
from odoo.exceptions import UserError

from ...domain.estimate import Estimate, EstimateVariant
from ...domain.texts import NOTHING, fit
from ..common.format_number import to_number
from .estimate_plan import EstimatePlan
from .estimate_refusals import explain_refusal
from .estimate_words import get_place, list_lines


class EngineeringEstimateMixin(models.AbstractModel):
    """What a calculation gives to programs and files, and takes from them.

    It speaks the schema of domain/estimate.py.
    """

    _name = "engineering.estimate.mixin"
    _inherit = ["engineering.estimate.names.mixin"]
    _description = "Exchange of a calculation"

    def export_estimate(self):
        """Return the calculation as a dict of the exchange schema, fit for JSON.

        Costs and margins are no part of it.
        """
        self.ensure_one()
        return self._get_estimate().model_dump(mode="json")

    def import_estimate(self, data):
        """Bring the calculation to the state of `data`, as exported and then changed.

        Lines and variants with a known `ref` keep their identity, others are new, and
        those that are not there are removed; measurements are known by their code, and
        so are columns of openings. Without "openings", these stay as they are.
        What `data` leaves out of a line stays as it is, or begins as usual. Prices
        follow: a correction of the manager is not imported.

        :raises UserError: something in `data` is wrong; nothing is written then
        """
        self.ensure_one()
        self._check_can_edit()
        estimate = self._parse_estimate(data)
        self._check_estimate(estimate)
        plan = EstimatePlan(self, estimate)
        self._check_no_problems(plan)
        plan.apply()
        return True

    # === EXPORT ===

    def _get_estimate(self, variants=None):
        """Return the `Estimate` of the calculation, with these variants or all.

        :raises UserError: the exchange can't hold something that was entered
        """
        variants = self.variant_ids if variants is None else variants
        values = {
            **self._prepare_estimate_values(),
            "variants": [variant._prepare_estimate_variant() for variant in variants],
        }
        try:
            return Estimate(**values)
        except ValidationError as refusal:
            raise UserError(
                self.env._(
                    "%(calculation)s can't be given away as it is:\n%(problems)s",
                    calculation=self.display_name,
                    problems=explain_refusal(self.env, refusal, values),
                )
            ) from refusal

    def _prepare_estimate_values(self):
        self.ensure_one()
        return {
            "calculation": self.name,
            "revision": self.revision,
            "direction_code": fit(self.direction_id.code)
            or fit(self.direction_id.display_name, NOTHING),
            "currency_code": self.currency_id.name,
            "price_digits": self.env["decimal.precision"].precision_get(
                "Product Price"
            ),
            "quantity_digits": self.env["decimal.precision"].precision_get(
                "Product Unit"
            ),
            "currency_rounding": to_number(self.currency_id.rounding),
            "price_factors": self.env["engineering.variant.line"]._get_price_factors(),
            "measurements": tuple(
                measurement._prepare_estimate_values()
                for measurement in self.measurement_ids
            ),
            "opening_columns": tuple(
                column._prepare_estimate_values() for column in self.opening_column_ids
            ),
            "openings": tuple(
                opening._prepare_estimate_values() for opening in self.opening_ids
            ),
        }

    def _get_extra_fields(self):
        """Return {name: `ExtraField`} of what lines have besides the schema."""
        return self.env["engineering.variant.line"]._get_extra_fields()

    # === IMPORT ===

    def _parse_estimate(self, data):
        """Return the `Estimate` that `data` describes.

        :raises UserError: it is not of the exchange schema
        """
        try:
            return Estimate.model_validate(
                data, context={"extra": self._get_extra_fields()}
            )
        except ValidationError as refusal:
            raise UserError(
                self.env._(
                    "Nothing is imported into %(calculation)s:\n%(problems)s",
                    calculation=self.display_name,
                    problems=explain_refusal(self.env, refusal, data),
                )
            ) from refusal

    def _check_estimate(self, estimate):
        """Refuse an estimate of another calculation, or in another currency."""
        if (estimate.calculation, estimate.revision) != (self.name, self.revision):
            raise UserError(
                self.env._(
                    "This is %(other)s, revision %(other_revision)s, and it is to be"
                    " imported into %(calculation)s, revision %(revision)s. Export"
                    " that one, or change the number if you mean it.",
                    other=estimate.calculation,
                    other_revision=estimate.revision,
                    calculation=self.name,
                    revision=self.revision,
                )
            )
        if estimate.currency_code != self.currency_id.name:
            raise UserError(
                self.env._(
                    "The prices are in %(other)s, and %(calculation)s is in"
                    " %(currency)s. Convert them first.",
                    other=estimate.currency_code,
                    calculation=self.display_name,
                    currency=self.currency_id.name,
                )
            )

    def _check_no_problems(self, plan):
        if plan.problems:
            raise UserError(
                self.env._(
                    "Nothing is imported into %(calculation)s:\n%(problems)s",
                    calculation=self.display_name,
                    problems=list_lines(
                        self.env,
                        [
                            f"{self._get_place(problem.change)}: {problem.text}"
                            for problem in plan.problems
                        ],
                    ),
                )
            )

    def _get_place(self, change):
        item = change.after
        if change.variant:
            variant = change.variant.after.name
            return get_place(self.env, variant, change.change.place + 1, item.name)
        if isinstance(item, EstimateVariant):
            return get_place(self.env, item.name)
        return item.name
