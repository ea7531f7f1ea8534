from collections import Counter

from odoo import models
from odoo.fields import Domain

from ...domain.workflows import CalculationState


class CrmLead(models.Model):
    """What calculations tell in the strip of a deal: who has them, and until when."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    def _get_summary_items(self):
        items = super()._get_summary_items()
        gone = (CalculationState.SUPERSEDED.value, CalculationState.CANCELLED.value)
        calculations = self.env["engineering.calculation"]
        cards = calculations.search_fetch(
            Domain("lead_id", "in", self.ids) & Domain("state", "not in", gone),
            calculations._get_summary_fields(),
            order="id",
        )
        visits = cards._get_next_visits()
        alike = Counter((card.lead_id, card.direction_id) for card in cards)
        for card in cards:
            is_one = alike[card.lead_id, card.direction_id] == 1
            items[card.lead_id].append(card._prepare_summary_item(is_one=is_one))
            if visit := visits.get(card):
                items[card.lead_id].append(card._prepare_visit_summary_item(visit))
        selected = cards._search_selected_variants().grouped("calculation_id")
        for card in cards:
            if variants := selected.get(card):
                items[card.lead_id].append(
                    card._prepare_selected_summary_item(variants)
                )
        return items
