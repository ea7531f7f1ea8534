from odoo import fields, models
from odoo.fields import Domain

from ..common.selections import ALWAYS


class EngineeringScopeMixin(models.AbstractModel):
    """What a variant may have: its direction's services, prices and coefficients."""

    _name = "engineering.scope.mixin"
    _description = "Services, prices and coefficients that a variant may have"

    def _get_product_domain(self):
        """Return the domain of services that lines may have."""
        self.ensure_one()
        company_domain = self.env["product.product"]._check_company_domain(
            self.company_id
        )
        return self.direction_id._get_product_domain() & Domain(company_domain)

    def _get_coefficient_domain(self):
        """Return the domain of what the direction offers on the day of the request."""
        self.ensure_one()
        coefficient = self.env["engineering.coefficient"]
        calculation = self.calculation_id
        return (
            Domain("active", "=", True)
            & self.direction_id._get_coefficient_domain()
            & coefficient._get_valid_domain(calculation._get_request_date())
            & Domain(coefficient._check_company_domain(self.company_id))
        )

    def _get_always_coefficients(self, products):
        """Return {product: the coefficients that its new line has by itself}."""
        self.ensure_one()
        always = self.env["engineering.coefficient"].search(
            self._get_coefficient_domain() & Domain("kind", "=", ALWAYS)
        )
        return {product: always._filter_for_service(product) for product in products}

    def _get_base_prices(self, products, uom=None):
        """Return {product id: price of one `uom`} in the calculation's currency.

        The prices are those of the calculation's pricelist at the day of the request,
        without a pricelist the products' own.
        """
        calculation = self.calculation_id
        pricelist = calculation._get_pricelist().with_company(self.company_id)
        return pricelist._get_products_price(
            products.with_company(self.company_id),
            quantity=1.0,
            uom=uom,
            currency=self.currency_id,
            date=calculation.requested_on or fields.Datetime.now(),
        )
