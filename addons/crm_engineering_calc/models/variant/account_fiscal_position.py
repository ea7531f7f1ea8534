from odoo import api, models
from odoo.fields import Domain


class AccountFiscalPosition(models.Model):
    _name = "account.fiscal.position"
    _inherit = ["account.fiscal.position", "engineering.tax.source.mixin"]

    @api.model
    def _get_tax_settings(self):
        return super()._get_tax_settings() | {
            "active",
            "auto_apply",
            "country_group_id",
            "country_id",
            "sequence",
            "state_ids",
            "tax_ids",
            "vat_required",
            "zip_from",
            "zip_to",
        }

    @api.model
    def _get_taxed_domain_of_new(self, vals_list):
        companies = [
            vals.get("company_id") or self.env.company.id for vals in vals_list
        ]
        return Domain("calculation_id.company_id", "child_of", companies)
