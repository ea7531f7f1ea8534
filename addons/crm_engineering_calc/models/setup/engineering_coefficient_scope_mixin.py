from odoo import fields, models
from odoo.fields import Domain

from ..common.field_contexts import WITH_ARCHIVED
from ..common.named_records import get_named
from ..common.selections import ALWAYS, CHOICE


class EngineeringCoefficientScopeMixin(models.AbstractModel):
    """What a coefficient may multiply: directions, services, days."""

    _name = "engineering.coefficient.scope.mixin"
    _description = "Scope of a coefficient"

    _dates = models.Constraint(
        "CHECK(date_from <= date_to)",
        "A coefficient can't end before it begins to apply.",
    )

    direction_ids = fields.Many2many(
        "engineering.direction",
        "engineering_coefficient_direction_rel",
        "coefficient_id",
        "direction_id",
        string="Directions",
        context=WITH_ARCHIVED,
        check_company=True,
        tracking=True,
        help="Directions whose calculations may have it, with their children."
        " Empty: all directions.",
    )
    categ_ids = fields.Many2many(
        "product.category",
        "engineering_coefficient_category_rel",
        "coefficient_id",
        "categ_id",
        string="Product Categories",
        ondelete="restrict",
        tracking=True,
        help="Only for lines with a service of these categories, or of categories"
        " under them. Empty: of any category.",
    )
    product_tmpl_ids = fields.Many2many(
        "product.template",
        "engineering_coefficient_product_rel",
        "coefficient_id",
        "product_tmpl_id",
        string="Services",
        context=WITH_ARCHIVED,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        domain="[('sale_ok', '=', True), ('type', '!=', 'combo')]",
        help="Only for lines with one of these services. Empty: with any service.",
    )
    date_from = fields.Date(
        "Valid From",
        tracking=True,
        help="For calculations that are requested on this day or later.",
    )
    date_to = fields.Date(
        "Valid To",
        tracking=True,
        help="For calculations that are requested on this day or earlier.",
    )
    offered_direction_id = fields.Many2one(
        "engineering.direction",
        store=False,
        search="_search_offered_direction_id",
        export_string_translation=False,
    )
    offered_variant_id = fields.Many2one(
        "engineering.variant",
        store=False,
        search="_search_offered_variant_id",
        export_string_translation=False,
    )
    offered_product_id = fields.Many2one(
        "product.product",
        "Service in Scope",
        store=False,
        search="_search_offered_product_id",
    )

    # === SEARCH ===

    def _search_offered_direction_id(self, operator, value):
        """Find what a direction offers, whatever the service."""
        if operator != "in":
            return NotImplemented
        directions = get_named(self.env["engineering.direction"], value)
        return Domain.OR(one._get_coefficient_domain() for one in directions)

    def _search_offered_variant_id(self, operator, value):
        """Find what lines of a variant may have, whatever their service."""
        if operator != "in":
            return NotImplemented
        variants = get_named(self.env["engineering.variant"], value)
        return Domain.OR(variant._get_coefficient_domain() for variant in variants)

    def _search_offered_product_id(self, operator, value):
        """Find what fits a service; without a service, what fits a whole variant."""
        product = self.env["product.product"]
        if operator == "any":
            products = list(product.search(value))
        elif operator == "in":
            products = [product.browse(id_ or ()) for id_ in value]
        else:
            return NotImplemented
        limited = self.with_context(**WITH_ARCHIVED).search(
            Domain("kind", "=", ALWAYS)
            | Domain("categ_ids", "!=", False)
            | Domain("product_tmpl_ids", "!=", False)
        )
        fitting = self.browse().union(*map(limited._filter_for_service, products))
        return Domain("id", "not in", (limited - fitting).ids)

    # === SCOPE ===

    def _get_valid_domain(self, date):
        """Return the domain of the coefficients that are valid on `date`."""
        return (Domain("date_from", "=", False) | Domain("date_from", "<=", date)) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", date)
        )

    def _filter_for_service(self, product):
        """Return those that may multiply a line with `product`.

        Without a product, those that may multiply a whole variant: not what is on each
        line already, nor what belongs to some services only.
        """
        if not product:
            return self.filtered(
                lambda coefficient: (
                    coefficient.kind == CHOICE
                    and not coefficient.categ_ids
                    and not coefficient.product_tmpl_ids
                )
            )
        template = product.product_tmpl_id
        path = product.categ_id.parent_path or ""
        categ_ids = {int(categ_id) for categ_id in path.split("/")[:-1]}
        return self.filtered(
            lambda coefficient: (
                (
                    not coefficient.categ_ids
                    or not categ_ids.isdisjoint(coefficient.categ_ids._ids)
                )
                and (
                    not coefficient.product_tmpl_ids
                    or template in coefficient.product_tmpl_ids
                )
            )
        )
