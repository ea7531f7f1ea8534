from odoo import api, models
from odoo.fields import Domain


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "engineering.tax.source.mixin"]

    @api.model
    def _get_tax_settings(self):
        return super()._get_tax_settings() | {
            "account_price_include",
            "tax_calculation_rounding_method",
        }

    def _get_taxed_domain(self):
        return Domain("calculation_id.company_id", "child_of", self.ids)
