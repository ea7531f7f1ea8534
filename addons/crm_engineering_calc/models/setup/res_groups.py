from odoo import api, models

from ..common.field_groups import SALES


class ResGroups(models.Model):
    _inherit = "res.groups"

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
