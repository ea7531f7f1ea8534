from odoo import models


class CrmLead(models.Model):
    """What proposals and orders tell in the strip of a deal: sent, due, paid."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    def _get_summary_items(self):
        items = super()._get_summary_items()
        # What is sold, and paid, is for those alone who may read orders.
        if not self.env["sale.order"].sudo(False).has_access("read"):
            return items
        for order in self._search_engineering_orders().sorted("id"):
            lead = order.opportunity_id
            if order.state == "sale":
                items[lead].append(order._prepare_order_summary_item())
            elif not order._is_replaced():
                items[lead].append(order._prepare_proposal_summary_item())
        return items
