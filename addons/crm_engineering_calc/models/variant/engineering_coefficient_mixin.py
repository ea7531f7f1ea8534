from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date

from ...domain import pricing
from ..common.field_contexts import WITH_ARCHIVED
from ..common.finite_fields import FiniteFloat
from ..common.own_fields_mixin import is_moved_by_machine
from ..common.rows import get_values
from .taken_values import TakenValues, is_copied, keeps_coefficient


class EngineeringCoefficientMixin(models.AbstractModel):
    """What has coefficients, and their product that the engineer may correct.

    Values and bounds are taken when a coefficient is chosen, so that a later change of
    its settings changes nothing here.
    """

    _name = "engineering.coefficient.mixin"
    _inherit = [
        "engineering.own.fields.mixin",
        "engineering.coefficient.bounds.mixin",
    ]
    _description = "Coefficients and their product"

    _coefficient_positive = models.Constraint(
        "CHECK(coefficient > 0)", "A coefficient must be greater than zero."
    )

    coefficient_ids = fields.Many2many(
        "engineering.coefficient", string="Coefficients", context=WITH_ARCHIVED
    )
    coefficient_values = fields.Json(
        "Values Taken",
        compute="_compute_coefficient_values",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        help="Value and bounds of each coefficient when it was chosen.",
    )
    coefficient = FiniteFloat(
        compute="_compute_coefficient",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        min_display_digits=2,
        help="Product of the coefficients; may be corrected within their bounds.",
    )
    coefficient_corrected = fields.Boolean(compute="_compute_coefficient_corrected")
    coefficient_reason = fields.Char(
        "Why This Coefficient",
        compute="_compute_coefficient_reason",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        help="Why the number is not the product of the coefficients.",
    )

    # === COMPUTE ===

    @api.depends("coefficient_ids")
    def _compute_coefficient_values(self):
        multiplied = self.filtered("coefficient_ids")
        (self - multiplied).coefficient_values = False
        for record in multiplied:
            record.coefficient_values = {
                str(coefficient.id): values
                for coefficient, values in record._get_taken_values().items()
            }

    @api.depends("coefficient_values")
    def _compute_coefficient(self):
        products = self._get_products_of_coefficients()
        for record, product in zip(self, products, strict=True):
            record.coefficient = product

    @api.depends("coefficient", "coefficient_values")
    def _compute_coefficient_corrected(self):
        numbers = get_values(self, "coefficient")
        products = self._get_products_of_coefficients()
        corrected = self.browse(
            id_
            for id_, number, product in zip(self._ids, numbers, products, strict=True)
            if (number or 0.0) != product
        )
        corrected.coefficient_corrected = True
        (self - corrected).coefficient_corrected = False

    @api.depends("coefficient", "coefficient_values")
    def _compute_coefficient_reason(self):
        for record in self.filtered("coefficient_reason"):
            if not record.coefficient_corrected:
                record.coefficient_reason = False

    def _get_products_of_coefficients(self):
        """Return the product of each record's coefficients: many have the same ones."""
        chosen = get_values(self, "coefficient_ids")
        taken = map(str, get_values(self, "coefficient_values"))
        alike = zip(chosen, taken, strict=True)
        products = {}
        for id_, key in zip(self._ids, alike, strict=True):
            if key not in products:
                record = self.browse((id_,)).with_prefetch(self._ids)
                products[key] = record._get_product_of_coefficients()
            yield products[key]

    def _get_product_of_coefficients(self):
        if not self.coefficient_ids:
            return 1.0
        return pricing.combined_coefficient(
            values["value"] for values in self._get_taken_values().values()
        )

    # === SCOPE ===

    def _check_added_coefficients(self, before):
        """Refuse added coefficients that are out of their scope.

        What was there already stays, whatever has been configured since.

        :param before: {record: the coefficients that it had}
        :raises ValidationError: the direction does not offer one of them, not for the
            record's service, or not on the day of the request
        """
        for variant, records in self._by_variant():
            choices = {}
            for record in records:
                if added := record.coefficient_ids - before[record]:
                    choices[record._get_coefficient_product(), added] = record
            if not choices:
                continue
            offered = (
                self.env["engineering.coefficient"]
                .union(*(added for _product, added in choices))
                .filtered_domain(variant._get_coefficient_domain())
            )
            for (product, added), record in choices.items():
                if foreign := added - offered._filter_for_service(product):
                    record._refuse_to_add(foreign)

    def _check_removed_coefficients(self, before):
        """Refuse that some coefficients are gone. To be extended."""

    def _refuse_to_add(self, coefficients):
        calculation = self._get_variant().calculation_id
        raise ValidationError(
            self.env._(
                "The direction “%(direction)s” does not offer the coefficient"
                " %(coefficients)s for “%(record)s” on %(date)s. Choose another, or"
                " let the administrator change its scope or dates.",
                direction=calculation.direction_id.display_name,
                coefficients=", ".join(coefficients.mapped("display_name")),
                record=self._get_label(),
                date=format_date(self.env, calculation._get_request_date()),
            )
        )

    # === CRUD ===

    @api.model
    def _get_event_fields(self):
        return super()._get_event_fields() | {"coefficient_values"}

    @api.model_create_multi
    def create(self, vals_list):
        made_with_others = is_moved_by_machine(self.env)
        records = super().create(vals_list)
        if not made_with_others:
            chosen = records.browse(
                record.id
                for record, vals in zip(records, vals_list, strict=True)
                if not is_copied(vals)
            )
            nothing = self.env["engineering.coefficient"]
            chosen._check_added_coefficients(dict.fromkeys(chosen, nothing))
            records.browse(
                record.id
                for record, vals in zip(records, vals_list, strict=True)
                if not keeps_coefficient(vals)
            )._check_coefficient_by_hand()
        return records

    def _add_missing_default_values(self, values):
        """Take values over from a copy, and from nobody else."""
        values = super()._add_missing_default_values(values)
        if not is_copied(values):
            values.pop("coefficient_values", None)
        return values

    def write(self, vals):
        own = {"coefficient", "coefficient_ids"}
        if own.isdisjoint(vals) or is_moved_by_machine(self.env):
            return super().write(vals)
        before = {record: record.coefficient_ids for record in self}
        numbers = {record: record.coefficient for record in self}
        result = super().write(vals)
        if "coefficient_ids" in vals:
            self._check_added_coefficients(before)
            self._check_removed_coefficients(before)
        self.filtered(
            lambda record: before[record] or record.coefficient != numbers[record]
        )._check_coefficient_by_hand()
        return result

    def copy_data(self, default=None):
        """Carry coefficients over as they were taken, unless the caller chooses others.

        What is chosen is checked, and multiplies, as in a new record.
        """
        given = dict(default or {})
        given.pop("coefficient_values", None)
        chosen = self._get_scope_fields().intersection(given)
        vals_list = super().copy_data(given)
        for record, vals in zip(self, vals_list, strict=True):
            taken = vals.pop("coefficient_values")
            if not chosen:
                vals["coefficient_values"] = TakenValues(taken or {})
                vals["coefficient_values"].coefficient = record.coefficient
                continue
            for name in {"coefficient", "coefficient_reason"} - set(given):
                del vals[name]
        return vals_list

    # === HOOKS ===

    @api.model
    def _get_scope_fields(self):
        """Return the names of what decides which coefficients are offered.

        To be extended.
        """
        return {"coefficient_ids"}

    def _by_variant(self):
        """Return (variant, the records of it) pairs."""
        raise NotImplementedError

    def _get_variant(self):
        """Return the variant of the record."""
        raise NotImplementedError

    def _get_coefficient_product(self):
        """Return the product that a coefficient must fit; none for a whole variant."""
        raise NotImplementedError
