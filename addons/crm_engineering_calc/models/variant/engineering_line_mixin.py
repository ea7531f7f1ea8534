from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..common.finite_fields import FiniteFloat
from ..common.formula_words import check_syntax
from ..common.own_fields_mixin import is_moved_by_machine
from ..common.selections import DISPLAY_TYPES


class EngineeringLineMixin(models.AbstractModel):
    """A service and its quantity, or a text between services: in variant and template.

    The model that joins gives it its direction, company and label, and computes its
    quantity.
    """

    _name = "engineering.line.mixin"
    _description = "Services, sections and notes"

    _product_line = models.Constraint(
        "CHECK(display_type IS NOT NULL"
        " OR (product_id IS NOT NULL AND product_uom_id IS NOT NULL))",
        "A line needs a service and its unit.",
    )
    _quantity_positive = models.Constraint(
        "CHECK(quantity >= 0)", "A quantity can't be negative."
    )

    sequence = fields.Integer(default=10)
    display_type = fields.Selection(DISPLAY_TYPES, default=False)
    collapse_prices = fields.Boolean("Hide Prices")
    collapse_composition = fields.Boolean("Hide Composition")
    product_id = fields.Many2one(
        "product.product",
        "Service",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    name = fields.Text("Description")
    product_uom_id = fields.Many2one(
        "uom.uom",
        "Unit",
        compute="_compute_product_uom_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        copy=True,
    )
    formula = fields.Char(
        help="Computes the quantity from the measurements, such as ceil(W * H / 6)."
    )
    quantity = FiniteFloat(
        compute="_compute_quantity",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        required=True,
        digits="Product Unit",
    )

    # === COMPUTE ===

    @api.depends("product_id")
    def _compute_product_uom_id(self):
        for product, lines in self.grouped("product_id").items():
            allowed = product._get_engineering_uoms()
            lines.filtered(
                lambda line, allowed=allowed: line.product_uom_id not in allowed
            ).product_uom_id = product.uom_id

    def _compute_quantity(self):
        raise NotImplementedError

    # === CONSTRAINTS ===

    @api.constrains("formula")
    def _check_formula(self):
        if is_moved_by_machine(self.env):
            return
        for line in self.filtered("formula"):
            check_syntax(self.env, line._get_label(), line.formula)

    @api.constrains("product_id", "product_uom_id")
    def _check_product_uom_id(self):
        services = self.filtered("product_id")
        for product, uom in {
            (line.product_id, line.product_uom_id) for line in services
        }:
            if not uom:
                raise ValidationError(
                    self.env._(
                        "“%(service)s” has no unit. Choose %(unit)s, or one that"
                        " converts into it.",
                        service=product.display_name,
                        unit=product.uom_id.name,
                    )
                )
            if not uom._has_common_reference(product.uom_id):
                raise ValidationError(
                    self.env._(
                        "“%(service)s” is sold in %(unit)s, which can't be converted"
                        " into %(other)s.",
                        service=product.display_name,
                        unit=product.uom_id.name,
                        other=uom.name,
                    )
                )

    def _check_offered(self, direction, domain):
        """Refuse services that are not in the domain of what the direction offers."""
        products = self.product_id
        if foreign := products - products.filtered_domain(domain):
            raise ValidationError(
                self.env._(
                    "The direction “%(direction)s” does not offer %(services)s."
                    " Choose its own services, or let the administrator add these"
                    " to it.",
                    direction=direction.display_name,
                    services=", ".join(
                        self.env._("“%(service)s”", service=name)
                        for name in foreign.mapped("display_name")
                    ),
                )
            )

    # === HOOKS ===

    def _get_label(self):
        """Return how messages name the line."""
        raise NotImplementedError
