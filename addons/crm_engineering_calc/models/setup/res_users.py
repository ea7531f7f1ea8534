from odoo import models

from ..common.field_groups import ENGINEER


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        if {"active", "company_ids", "group_ids"}.isdisjoint(vals):
            return super().write(vals)
        before = self.sudo()._get_companies_of_engineers()
        result = super().write(vals)
        after = self.sudo()._get_companies_of_engineers()
        left = [user.id for user, was in before.items() if was - after[user]]
        if left:
            self.env["engineering.team"]._take_back_from(self.browse(left))
        return result

    def _get_companies_of_engineers(self):
        """Return {user: the companies in which they are an engineer}."""
        return {
            user: user.company_ids
            if user.active and user.has_group(ENGINEER)
            else user.company_ids.browse()
            for user in self
        }
