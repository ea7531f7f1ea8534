from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if not vals.get("active", True):
            engineers = self.sudo().filtered(
                lambda user: user.has_group("crm_engineering_calc.group_engineer")
            )
            if engineers:
                self.env["engineering.team"]._take_back_from(engineers)
        return result
