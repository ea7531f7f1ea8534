from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from ..common.selections import ALWAYS
from .taken_values import is_copied

NOTHING = [Command.set([])]


class EngineeringLineCoefficientMixin(models.AbstractModel):
    """Coefficients of a line: those of its service, of which some are not optional."""

    _name = "engineering.line.coefficient.mixin"
    _description = "Coefficients of a line"
    _inherit = ["engineering.coefficient.mixin"]

    coefficient_ids = fields.Many2many(
        compute="_compute_coefficient_ids",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
    )

    @api.depends("product_id")
    def _compute_coefficient_ids(self):
        """Keep what fits the service, and add what is always applied to it."""
        for variant, lines in self._by_variant():
            services = lines.product_id
            always = variant._get_always_coefficients(services) if services else {}
            for line in lines:
                chosen = fitting = line.coefficient_ids._origin
                if product := line.product_id:
                    fitting = chosen._filter_for_service(product) | always[product]
                if fitting != chosen:
                    line.coefficient_ids = fitting

    def _check_removed_coefficients(self, before):
        """Refuse to take off what is always applied.

        What was never there is not missed, whatever has been configured since.

        :raises ValidationError: a coefficient was taken off that the line would have
            anew
        """
        for variant, lines in self._by_variant():
            removed = {
                line: (before[line] - line.coefficient_ids).filtered(
                    lambda coefficient: coefficient.kind == ALWAYS
                )
                for line in lines
            }
            if not any(removed.values()):
                continue
            always = variant._get_always_coefficients(lines.product_id)
            for line in lines.filtered("product_id"):
                if needed := removed[line] & always[line.product_id]:
                    line._refuse_to_remove(needed)

    def _refuse_to_remove(self, coefficients):
        raise ValidationError(
            self.env._(
                "%(coefficients)s is always applied to “%(line)s” and can't be taken"
                " off. Put it back; its number may be corrected within its bounds, with"
                " a reason.",
                coefficients=", ".join(coefficients.mapped("display_name")),
                line=self._get_label(),
            )
        )

    @api.model
    def _get_scope_fields(self):
        return super()._get_scope_fields() | {"product_id", "variant_id"}

    # === CRUD ===

    def _add_precomputed_values(self, vals_list):
        self._add_always_coefficients(
            [
                vals
                for vals in vals_list
                if "coefficient_ids" in vals
                and vals.get("product_id")
                and not is_copied(vals)
            ]
        )
        result = super()._add_precomputed_values(vals_list)
        # To link nothing costs as much as to link something.
        for vals in vals_list:
            if vals["coefficient_ids"] == NOTHING:
                vals["coefficient_ids"] = []
        return result

    def _add_always_coefficients(self, vals_list):
        """Add to the coefficients of new lines those that they can't do without."""
        by_variant = defaultdict(list)
        for vals in vals_list:
            by_variant[vals["variant_id"]].append(vals)
        for variant_id, siblings in by_variant.items():
            always = (
                self.env["engineering.variant"]
                .browse(variant_id)
                ._get_always_coefficients(
                    self.env["product.product"].browse(
                        vals["product_id"] for vals in siblings
                    )
                )
            )
            always_ids = {product.id: added.ids for product, added in always.items()}
            for vals in siblings:
                vals["coefficient_ids"] = [
                    *(vals["coefficient_ids"] or []),
                    *map(Command.link, always_ids[vals["product_id"]]),
                ]

    def write(self, vals):
        result = super().write(vals)
        if "product_id" in vals and "coefficient_ids" in vals:
            self._compute_coefficient_ids()
        return result

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for vals in vals_list:
            if vals["coefficient_ids"] == NOTHING:
                vals["coefficient_ids"] = []
        return vals_list
