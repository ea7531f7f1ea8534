from odoo import api, fields, models

from ...domain import pricing
from ..common.field_groups import COST_GROUP
from ..common.finite_fields import FiniteFloat


class EngineeringLinePriceMixin(models.AbstractModel):
    """What a unit of a line's service costs: for the customer, and for the company."""

    _name = "engineering.line.price.mixin"
    _description = "Prices and costs of a line"

    _price_positive = models.Constraint(
        "CHECK(base_price >= 0 AND price_unit >= 0)", "A price can't be negative."
    )

    currency_id = fields.Many2one("res.currency")
    base_price = FiniteFloat(
        compute="_compute_base_price",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        digits="Product Price",
        help="The engineer's fixed price; it starts from the direction's pricelist.",
    )
    calculated_price = FiniteFloat(
        "Engineer's Price",
        compute="_compute_calculated_price",
        store=True,
        precompute=True,
        digits="Product Price",
        help="Base price × coefficient × the variant's coefficient.",
    )
    price_unit = FiniteFloat(
        "Unit Price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        digits="Product Price",
        help="The engineer's price, or the manager's correction of it.",
    )
    unit_cost = FiniteFloat(
        compute="_compute_unit_cost",
        store=True,
        precompute=True,
        digits="Product Price",
        groups=COST_GROUP,
    )
    margin = fields.Monetary(
        compute="_compute_margin", groups=COST_GROUP, compute_sudo=True
    )

    # === COMPUTE ===

    @api.depends("product_id", "product_uom_id")
    def _compute_base_price(self):
        for variant, variant_lines in self._by_variant():
            for uom, lines in variant_lines.grouped("product_uom_id").items():
                prices = variant._get_base_prices(lines.product_id, uom) if uom else {}
                for line in lines:
                    line.base_price = prices.get(line.product_id.id, 0.0)

    @api.depends(lambda self: self._get_price_factor_paths())
    def _compute_calculated_price(self):
        digits = self.env["decimal.precision"].precision_get("Product Price")
        factors = self._get_price_factors()
        own = [factor.name for factor in factors if not factor.of_variant]
        of_variant = [factor.name for factor in factors if factor.of_variant]
        for variant, lines in self._by_variant():
            common = [variant[name] or 1.0 for name in of_variant]
            for line in lines:
                line.calculated_price = pricing.calculated_price(
                    [line[name] for name in own] + common, digits
                )

    @api.model
    def _get_price_factors(self):
        """Return the `PriceFactor`s whose product is the engineer's price of a unit.

        To be extended: a factor of yours is a stored number of the line, 1 by default.
        """
        return pricing.PRICE_FACTORS

    @api.model
    def _get_price_factor_paths(self):
        return [
            f"variant_id.{factor.name}" if factor.of_variant else factor.name
            for factor in self._get_price_factors()
        ]

    @api.depends("calculated_price")
    def _compute_price_unit(self):
        for line in self:
            line.price_unit = line.calculated_price

    @api.depends("product_id", "product_uom_id")
    def _compute_unit_cost(self):
        services = self.filtered("product_id")
        (self - services).unit_cost = 0.0
        for variant, variant_lines in services._by_variant():
            company = variant.company_id or self.env.company
            for (product, uom), lines in variant_lines.grouped(
                lambda line: (line.product_id, line.product_uom_id)
            ).items():
                lines.unit_cost = product._get_engineering_cost(
                    uom, company, variant.currency_id
                )

    @api.depends("price_subtotal", "quantity", "unit_cost")
    def _compute_margin(self):
        for variant, lines in self._by_variant():
            rounding = variant.currency_id.rounding or 0.01
            for line in lines:
                line.margin = pricing.margin(
                    line.price_subtotal, line.quantity, line.unit_cost, rounding
                )
