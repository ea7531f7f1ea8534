from odoo import api, models

from ..common.field_groups import ENGINEER, SALES


class ResGroups(models.Model):
    _inherit = "res.groups"

    def write(self, vals):
        if "user_ids" not in vals or not self._has_people_of_deals():
            return super().write(vals)
        users = self.sudo().all_user_ids
        before = users._get_companies_of_roles()
        result = super().write(vals)
        users._follow_leaving(before)
        return result

    def _has_people_of_deals(self):
        """Return whether who is in one of the groups is an engineer, or sells."""
        roles = self.env.ref(ENGINEER) | self.env.ref(SALES)
        return bool(roles & self.sudo().all_implied_ids)

    @api.model
    def _offer_engineering(self):
        """Show engineering to sales users while there is a direction to choose."""
        sales = self.env.ref(SALES)
        request = self.env.ref("crm_engineering_calc.group_request")
        directions = self.env["engineering.direction"].with_context(active_test=False)
        offered = bool(directions.search_count([], limit=1))
        if offered and request not in sales.all_implied_ids:
            sales._apply_group(request)
        elif not offered and request in sales.all_implied_ids:
            sales._remove_group(request)
