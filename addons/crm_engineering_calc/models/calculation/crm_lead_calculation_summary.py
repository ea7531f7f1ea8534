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
        cards = self.env["engineering.calculation"].search(
            Domain("lead_id", "in", self.ids) & Domain("state", "not in", gone),
            order="id",
        )
        for card in cards:
            items[card.lead_id].append(card._prepare_summary_item())
        # What another team has calculated is for those who may read it alone.
        seen = cards & cards.sudo(False)._filtered_access("read")
        for card in seen.filtered("variant_ids.selected"):
            if card.state == CalculationState.COMPLETED:
                items[card.lead_id].append(card._prepare_selected_summary_item())
        return items
