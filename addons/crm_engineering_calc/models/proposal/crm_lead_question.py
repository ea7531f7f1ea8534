from odoo import models

from ..common.activity_types import PROPOSAL


class CrmLead(models.Model):
    """What customers have asked about the proposals and orders of a deal."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    def _search_orders_asked_about(self):
        """Return the orders with a question that waits, whoever may see them."""
        orders = self.env["sale.order"].sudo()
        return orders.search(
            [("opportunity_id", "in", self.ids), ("engineering_question", "!=", False)]
        )

    def _search_activities_of(self, managers):
        asked = self._search_orders_asked_about().activity_ids
        type_id = self.env["ir.model.data"]._xmlid_to_res_id(PROPOSAL, False)
        return super()._search_activities_of(managers) | asked.filtered(
            lambda activity: (
                activity.user_id in managers and activity.activity_type_id.id == type_id
            )
        )

    def _notify_again(self):
        result = super()._notify_again()
        self._notify_questions_due()
        return result

    def _resume_calculations(self):
        result = super()._resume_calculations()
        self._notify_questions_due()
        return result

    def _notify_questions_due(self):
        """Ask for the answers to customers, if nobody is asked yet."""
        for order in self._search_orders_asked_about():
            if not order.activity_ids.filtered("automated"):
                order._ask_manager()

    def _notify_proposals_withdrawn(self):
        """Ask for no answer while the deal stands still."""
        result = super()._notify_proposals_withdrawn()
        self._search_orders_asked_about()._drop_activities()
        return result
