from collections import Counter, defaultdict

from odoo import api, models
from odoo.fields import Domain

from ...domain.workflows import CalculationState
from ..common.rows import fetch_rows
from .summary_page import SummaryPage

GONE = (CalculationState.SUPERSEDED, CalculationState.CANCELLED)


class CrmLead(models.Model):
    """What calculations tell in the strip of a deal: who has them, and until when."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    @api.model
    def _get_summary_paths(self):
        return {
            **super()._get_summary_paths(),
            "calendar.event": "engineering_calculation_id.lead_id",
        }

    def _get_summary_items(self):
        items = super()._get_summary_items()
        calculations = self.env["engineering.calculation"]
        found = fetch_rows(
            calculations,
            Domain("lead_id", "in", self.ids),
            calculations._get_summary_fields(),
            order="id",
        )
        for row in found:
            items.companies[row["company_id"]].add(row["lead_id"])
        rows = [row for row in found if row["state"] not in GONE]
        if not rows:
            return items
        page = SummaryPage(calculations, rows)
        cards = calculations.browse(row["id"] for row in rows)
        deals = {lead.id: lead for lead in self}
        alike = Counter((row["lead_id"], row["direction_id"]) for row in rows)
        visited = items.filter_having(self, "calendar.event")
        visits = cards._get_next_visits() if visited else {}
        completed = {}
        for card, row in zip(cards, rows, strict=True):
            is_one = alike[row["lead_id"], row["direction_id"]] == 1
            of_deal = items[deals[row["lead_id"]]]
            of_deal.append(card._prepare_summary_item(row, page, is_one=is_one))
            if visits and (visit := visits.get(card)):
                of_deal.append(card._prepare_visit_summary_item(visit))
            if row["state"] == CalculationState.COMPLETED:
                completed[card.id] = card, row, of_deal
        selected = defaultdict(list)
        for variant in calculations.browse(completed)._fetch_selected_rows():
            selected[variant["calculation_id"]].append(variant)
        for id_, variants in selected.items():
            card, row, of_deal = completed[id_]
            of_deal.append(card._prepare_selected_summary_item(row, page, variants))
        return items
