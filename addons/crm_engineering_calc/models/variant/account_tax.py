from odoo import api, models
from odoo.fields import Domain


class AccountTax(models.Model):
    _name = "account.tax"
    _inherit = ["account.tax", "engineering.tax.source.mixin"]

    @api.model
    def _get_tax_settings(self):
        return super()._get_tax_settings() | {
            "active",
            "amount",
            "amount_type",
            "children_tax_ids",
            "fiscal_position_ids",
            "include_base_amount",
            "invoice_repartition_line_ids",
            "is_base_affected",
            "original_tax_ids",
            "price_include_override",
            "repartition_line_ids",
            "sequence",
        }

    @api.model
    def _get_taxed_domain_of_new(self, vals_list):
        """Follow a tax that takes the place of another in a fiscal position."""
        companies = [
            vals.get("company_id") or self.env.company.id
            for vals in vals_list
            if vals.get("original_tax_ids")
        ]
        return Domain("calculation_id.company_id", "child_of", companies)
