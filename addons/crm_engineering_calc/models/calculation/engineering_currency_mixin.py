from odoo import api, fields, models
from odoo.exceptions import ValidationError


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
                else calculation.direction_id.pricelist_id.currency_id
                or calculation.company_id.currency_id
            )

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
