from odoo import api, models


class CrmLead(models.Model):
    """What proposals and orders tell in the strip of a deal: sent, due, paid."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    @api.model
    def _get_summary_paths(self):
        return {**super()._get_summary_paths(), "sale.order": "opportunity_id"}

    def _get_summary_items(self):
        items = super()._get_summary_items()
        if not (having := items.filter_having(self, "sale.order")):
            return items
        # What is sold, and paid, is for those alone who may read orders.
        if not self.env["sale.order"].sudo(False).has_access("read"):
            return items
        for order in having._search_engineering_orders().sorted("id"):
            lead = order.opportunity_id
            if order.state == "sale":
                items[lead].append(order._prepare_order_summary_item())
            elif not order._is_replaced():
                items[lead].append(order._prepare_proposal_summary_item())
        return items
