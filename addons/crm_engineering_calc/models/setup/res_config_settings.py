from odoo import fields, models

from .product_product import PROTECT_COSTS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    engineering_protect_costs = fields.Boolean(
        "Keep Costs of Products Secret", config_parameter=PROTECT_COSTS
    )

    def set_values(self):
        before = self.env["ir.config_parameter"].sudo().get_param(PROTECT_COSTS)
        result = super().set_values()
        if bool(before) != self.engineering_protect_costs:
            self.env["product.product"]._protect_costs()
            # Views know who sees a field; other processes learn it from the signal.
            self.env.registry.clear_all_caches()
            self.env.registry.registry_invalidated = True
        return result
