from odoo import api, models

from odoo.addons.crm_engineering_calc.domain.pricing import PriceFactor


class EngineeringVariantLine(models.Model):
    _name = "engineering.variant.line"
    _inherit = ["engineering.variant.line", "engineering.urgency.mixin"]

    @api.model
    def _get_price_factors(self):
        return (*super()._get_price_factors(), PriceFactor("urgency"))

    def _prepare_template_line_values(self):
        return {**super()._prepare_template_line_values(), "urgency": self.urgency}

    def _prepare_order_line_values(self):
        values = super()._prepare_order_line_values()
        return {**values, "engineering_urgency": self.urgency}
