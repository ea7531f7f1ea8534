from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrmLead(models.Model):
    """Deals that are merged: what becomes of their cards."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    def merge_opportunity(self, *args, **kwargs):
        """Merge deals, unless two of them are being calculated in one direction.

        :raises UserError: they are: it names both calculations
        :raises AccessError: a deal is not the user's to see
        """
        self.check_access("read")
        self._check_directions_differ()
        return super().merge_opportunity(*args, **kwargs)

    def _check_directions_differ(self):
        cards = self._with_cards()._search_open_calculations()
        for direction, of_direction in cards.grouped("direction_id").items():
            if len(of_direction) > 1:
                raise UserError(
                    self.env._(
                        "These deals are both being calculated in “%(direction)s”:"
                        " %(cards)s. Withdraw one of the requests, or wait until it is"
                        " completed, then merge the deals.",
                        direction=direction.display_name,
                        cards=", ".join(
                            f"{card.display_name} ({card.lead_id.name})"
                            for card in of_direction
                        ),
                    )
                )

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        # Cards move with their deal, also those that the manager may not write.
        for model, field in self._get_card_fields().items():
            cards = self.env[model].sudo()._as_machine().with_context(active_test=False)
            moved = cards.search([(field, "in", opportunities.ids)])
            moved.write({field: self.id})
        # The host moves the orders that the user sees; one that it left would lose
        # its deal with the merged one.
        orders = self.env["sale.order"].sudo()
        orders.search(
            Domain("opportunity_id", "in", opportunities.ids)
            & Domain("engineering_calculated", "=", True)
        ).opportunity_id = self
        return result

    def _merge_opportunity(self, *args, **kwargs):
        """Let the merged deal stand where its cards are."""
        managers = self.sudo().user_id
        merged = super()._merge_opportunity(*args, **kwargs)
        self.exists()._update_engineering_state()
        deal = merged._with_cards()
        deal._give_cards_to_manager(managers)
        deal._follow_activity()
        return merged
