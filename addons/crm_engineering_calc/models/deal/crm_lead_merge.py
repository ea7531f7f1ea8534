from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrmLead(models.Model):
    """Deals that are merged: what becomes of their cards."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    def merge_opportunity(self, *args, **kwargs):
        """Merge deals, unless two of them are being calculated in one direction.

        The dialog of the host asks before which of the calculations goes on.

        :raises UserError: they are: it names both calculations
        :raises AccessError: a deal is not the user's to see
        """
        self.check_access("read")
        for rivals in self._get_rival_calculations():
            raise UserError(
                self.env._(
                    "These deals are being calculated in “%(direction)s” at the same"
                    " time: %(cards)s. Choose the deals in their list, and “Merge”"
                    " there: it asks which calculation goes on. Or withdraw one of the"
                    " requests first.",
                    direction=rivals.direction_id.display_name,
                    cards=rivals._format_rivals(),
                )
            )
        return super().merge_opportunity(*args, **kwargs)

    def _get_rival_calculations(self):
        """Return open calculations of one direction, a recordset for each such."""
        cards = self._with_cards()._search_open_calculations()
        by_direction = cards.sorted("id").grouped("direction_id")
        return [rivals for rivals in by_direction.values() if len(rivals) > 1]

    def _merge_dependences(self, opportunities):
        has_history = opportunities._has_history()
        result = super()._merge_dependences(opportunities)
        if not has_history:
            return result
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
        if not self._has_history():
            return super()._merge_opportunity(*args, **kwargs)
        managers = self.sudo().user_id
        merged = super()._merge_opportunity(*args, **kwargs)
        self.exists()._update_engineering_state()
        deal = merged._with_cards()
        deal._give_cards_to_manager(managers)
        deal._follow_activity()
        return merged
