from odoo import api, models

from .finite_fields import forget_precisions


class DecimalPrecision(models.Model):
    _inherit = "decimal.precision"

    @api.model_create_multi
    def create(self, vals_list):
        precisions = super().create(vals_list)
        forget_precisions(self.env)
        return precisions

    def write(self, vals):
        result = super().write(vals)
        forget_precisions(self.env)
        return result

    def unlink(self):
        result = super().unlink()
        forget_precisions(self.env)
        return result
