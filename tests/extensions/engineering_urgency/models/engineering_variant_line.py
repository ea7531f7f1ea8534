from odoo import api, models

from odoo.addons.crm_engineering_calc.domain.pricing import PriceFactor


class EngineeringVariantLine(models.Model):
    _name = "engineering.variant.line"
    _inherit = ["engineering.variant.line", "engineering.urgency.mixin"]

    @api.model
    def _get_price_factors(self):
        return (*super()._get_price_factors(), PriceFactor("urgency"))

    @api.model
    def _get_exchange_fields(self):
        return (*super()._get_exchange_fields(), "urgency_reason")

    def _prepare_order_line_values(self):
        values = super()._prepare_order_line_values()
        return {**values, "engineering_urgency": self.urgency}
