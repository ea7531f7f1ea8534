from odoo import api, models
from odoo.fields import Domain


class ProductPricelist(models.Model):
    _name = "product.pricelist"
    _inherit = ["product.pricelist", "engineering.deletion.mixin"]

    @api.model
    def _get_needs(self):
        return [
            *super()._get_needs(),
            (self.env._("directions"), "engineering.direction", "pricelist_id"),
        ]

    def _search_display_name(self, operator, value):
        """Find a pricelist as it is shown and exported too: with its currency."""
        domain = Domain(super()._search_display_name(operator, value))
        for shown in value if operator == "in" else ():
            name, bracket, currency = str(shown).removesuffix(")").rpartition(" (")
            if bracket:
                domain |= Domain("name", "=", name) & Domain(
                    "currency_id.name", "=", currency
                )
        return domain
