from odoo import models

from ..common.field_groups import ENGINEER


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if not vals.get("active", True):
            engineers = self.sudo().filtered(lambda user: user.has_group(ENGINEER))
            if engineers:
                self.env["engineering.team"]._take_back_from(engineers)
        return result
