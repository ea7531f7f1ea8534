from odoo import fields, models
from odoo.fields import Domain


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
            self._get_coefficient_domain() & Domain("kind", "=", "always")
        )
        return {product: always._filter_for_service(product) for product in products}

    def _get_base_prices(self, products, uom=None):
        """Return {product id: price of one `uom`} in the calculation's currency.

        The prices are those of the direction's pricelist at the day of the request,
        without a pricelist the products' own.
        """
        calculation = self.calculation_id
        pricelist = self.direction_id.pricelist_id.with_company(self.company_id)
        return pricelist._get_products_price(
            products.with_company(self.company_id),
            quantity=1.0,
            uom=uom,
            currency=self.currency_id,
            date=calculation.requested_on or fields.Datetime.now(),
        )

    def _get_fiscal_position(self):
        """Return the fiscal position that the customer's order would have."""
        partner = self.partner_id
        return (
            self.env["account.fiscal.position"]
            .with_company(self.company_id)
            ._get_fiscal_position(partner)
        )

    def _get_taxes(self, products):
        """Return {product: the taxes of its order line}; of no product, no taxes."""
        company = self.company_id or self.env.company
        fiscal_position = self._get_fiscal_position()
        taxes = {products.browse(): self.env["account.tax"]}
        for tax_ids, taxed_alike in products.sudo().grouped("taxes_id").items():
            own = tax_ids._filter_taxes_by_company(company)
            taxes.update(dict.fromkeys(taxed_alike, fiscal_position.map_tax(own)))
        return taxes
