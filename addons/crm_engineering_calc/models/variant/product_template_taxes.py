from odoo import api, models
from odoo.fields import Domain


class ProductTemplate(models.Model):
    """Services whose taxes change."""

    _name = "product.template"
    _inherit = ["product.template", "engineering.tax.source.mixin"]

    @api.model
    def _get_tax_settings(self):
        return super()._get_tax_settings() | {"taxes_id"}

    def _get_taxed_domain(self):
        return Domain("line_ids.product_id.product_tmpl_id", "in", self.ids)
