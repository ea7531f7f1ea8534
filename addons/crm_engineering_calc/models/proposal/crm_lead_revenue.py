from odoo import api, fields, models
from odoo.fields import Domain

from ...domain.progress import DealState
from ...domain.workflows import CalculationState
from ..common.field_groups import ENGINEERING


class CrmLead(models.Model):
    """The expected revenue of a deal: what is ordered, proposed, or selected by now.

    Of each calculation the latest of these counts, so that orders of several add up.
    What somebody has typed stays: it differs from what was last worked out. What is
    calculated anew stays meanwhile; where all is cancelled, nothing is expected.
    """

    _name = "crm.lead"
    _inherit = "crm.lead"

    expected_revenue = fields.Monetary(
        compute="_compute_expected_revenue", store=True, readonly=False
    )
    engineering_expected_revenue = fields.Monetary(
        "Revenue by Calculations",
        currency_field="company_currency",
        compute="_compute_expected_revenue",
        store=True,
        groups=ENGINEERING,
        help="What the expected revenue was last set to by what is ordered, proposed"
        " or selected. An expected revenue that differs from it was typed, and stays.",
    )

    @api.depends(
        "engineering_completed_variant_ids.selected",
        "engineering_state",
        "order_ids.amount_untaxed",
        "order_ids.engineering_superseded_by_id",
        "order_ids.state",
    )
    def _compute_expected_revenue(self):
        calculated = self.filtered(
            lambda lead: lead.engineering_state not in (False, DealState.NONE)
        )
        revenues = calculated._origin._get_revenues() if calculated else {}
        for lead in self:
            expected, known = lead.expected_revenue, lead.engineering_expected_revenue
            revenue = revenues.get(lead._origin, 0)
            is_awaited = not revenue and lead.engineering_state == DealState.CALCULATION
            if is_awaited or lead.company_currency.compare_amounts(expected, known):
                lead.expected_revenue = expected
                lead.engineering_expected_revenue = known
                continue
            lead.expected_revenue = lead.engineering_expected_revenue = revenue

    def _get_revenues(self):
        """Return {deal: its revenue by its cards, untaxed, in the deal's currency}."""
        orders = self._search_engineering_orders().grouped("opportunity_id")
        variants = (
            self.env["engineering.variant"]
            .search(
                Domain("lead_id", "in", self.ids)
                & Domain("selected", "=", True)
                & Domain("calculation_id.state", "=", CalculationState.COMPLETED.value)
            )
            .grouped("lead_id")
        )
        return {
            lead: sum(
                lead._get_amount(card)
                for card in lead._get_revenue_cards(
                    orders.get(lead, self.env["sale.order"]),
                    variants.get(lead, self.env["engineering.variant"]),
                )
            )
            for lead in self
        }

    def _get_revenue_cards(self, orders, variants):
        """Return the cards that tell of each calculation what it brings: the latest.

        To be extended.
        """
        ordered = orders.filtered(lambda order: order.state == "sale")
        cards = list(ordered)
        known = set(ordered.engineering_calculation_ids.mapped("name"))
        proposed = (orders - ordered).filtered(
            lambda order: not order.engineering_is_revised
        )
        for card in [*proposed.sorted("id", reverse=True), *variants]:
            numbers = set(card._get_calculations().mapped("name"))
            if not numbers & known:
                cards.append(card)
                known |= numbers
        return cards

    def _get_amount(self, card):
        """Return what a card brings to the deal, in the deal's currency."""
        self.ensure_one()
        return card.currency_id._convert(
            card.amount_untaxed, self.company_currency, card.company_id
        )

    def _follow_revenue(self):
        """Let the expected revenue be worked out anew, as prices have changed."""
        leads = self.sudo()
        self.env.add_to_compute(leads._fields["expected_revenue"], leads)

    def _merge_opportunity(self, *args, **kwargs):
        """Go on with the revenue of merged deals, if none of them was typed."""
        known = set(self.sudo().mapped("engineering_expected_revenue"))
        merged = super()._merge_opportunity(*args, **kwargs)
        deal = merged.sudo()
        if deal.expected_revenue in known:
            deal._as_machine().engineering_expected_revenue = deal.expected_revenue
            deal._follow_revenue()
        return merged

    def _update_revenues_from_so(self, order):
        """Leave orders made from calculations to what follows them."""
        if order._of_engineering():
            return None
        return super()._update_revenues_from_so(order)
