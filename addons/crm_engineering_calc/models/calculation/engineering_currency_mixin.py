from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class EngineeringCurrencyMixin(models.AbstractModel):
    """The currency of a calculation, and the pricelist that it comes of."""

    _name = "engineering.currency.mixin"
    _description = "Currency of a calculation"

    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
    )

    # It is that of the beginning: a changed pricelist changes no prices.
    @api.depends("direction_id", "company_id")
    def _compute_currency_id(self):
        for calculation in self:
            calculation.currency_id = (
                calculation.currency_id
                if calculation.variant_ids.line_ids
                else calculation._get_pricelist().currency_id
                or calculation.company_id.currency_id
            )

    def _get_pricelist(self):
        """Return what prices begin with: the customer's pricelist, if it counts.

        Else the direction's.
        """
        direction = self.direction_id.sudo()
        if direction.use_customer_pricelist:
            customer = self.sudo().partner_id.with_company(self.company_id)
            own = customer.specific_property_product_pricelist
            if own.active and own.company_id in (
                own.company_id.browse(),
                self.company_id,
            ):
                return own
        return direction.pricelist_id

    # === CRUD ===

    def write(self, vals):
        if "currency_id" in vals:
            self._check_currency_of_prices(vals["currency_id"])
        return super().write(vals)

    def _check_currency_of_prices(self, currency_id):
        """Refuse a currency in which prices would be other sums of the same number."""
        for calculation in self:
            is_other = calculation.currency_id.id != currency_id
            if is_other and calculation.variant_ids.line_ids:
                raise UserError(
                    self.env._(
                        "%(calculation)s has prices in %(currency)s, which would become"
                        " as many of another currency. Delete its lines first, or ask"
                        " for a calculation in a direction with another pricelist.",
                        calculation=calculation.display_name,
                        currency=calculation.currency_id.name,
                    )
                )

    # === CONSTRAINTS ===

    @api.constrains("direction_id", "company_id")
    def _check_pricelist_company(self):
        for calculation in self:
            pricelist = calculation.direction_id.sudo().pricelist_id
            if pricelist.company_id and pricelist.company_id != calculation.company_id:
                raise ValidationError(
                    self.env._(
                        "The pricelist “%(pricelist)s” of “%(direction)s” belongs to"
                        " %(other)s, and the deal to %(company)s. Ask the administrator"
                        " for a direction of that company.",
                        pricelist=pricelist.name,
                        direction=calculation.direction_id.display_name,
                        other=pricelist.company_id.name,
                        company=calculation.company_id.name,
                    )
                )
