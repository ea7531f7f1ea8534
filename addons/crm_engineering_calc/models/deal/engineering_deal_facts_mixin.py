from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ...domain.deal_facts import Calculation, DealFacts, Proposal
from ...domain.workflows import ActState, CalculationState
from ..common.selections import AT_ONCE


class EngineeringDealFactsMixin(models.AbstractModel):
    """What is known of the cards of deals."""

    _name = "engineering.deal.facts.mixin"
    _description = "Facts about the cards of deals"

    def _get_engineering_facts(self):
        """Return {deal: what is known of its cards}, archived ones too.

        The number of queries does not grow with the deals. To be called as superuser:
        rules hide cards of colleagues that decide about the deal all the same.
        """
        orders = self._search_engineering_orders()
        services, ordered = self._get_ordered_services(orders)
        proposals, calculations = self._get_offered_facts(orders, ordered)
        unpaid = orders.filtered_domain(orders._get_unpaid_domain()).opportunity_id
        works = dict(
            self.env["project.task"]
            .with_context(active_test=False)
            ._read_group(
                self._get_open_work_domain(), ["engineering_lead_id"], ["__count"]
            )
        )
        return {
            lead: DealFacts(
                calculations=tuple(calculations[lead]),
                proposals=tuple(proposals[lead]),
                services=tuple(services[lead]),
                open_works=works.get(lead, 0),
                is_unpaid=lead in unpaid,
            )
            for lead in self
        }

    def _search_engineering_orders(self):
        return self.env["sale.order"].search_fetch(
            Domain("opportunity_id", "in", self.ids)
            & Domain("engineering_calculated", "=", True)
            & Domain("state", "!=", "cancel"),
            [
                "date_order",
                "engineering_payment_state",
                "opportunity_id",
                "state",
                "validity_date",
            ],
        )

    def _search_cancelled_engineering_orders(self):
        return self.env["sale.order"].search(
            Domain("opportunity_id", "in", self.ids)
            & Domain("engineering_calculated", "=", True)
            & Domain("state", "=", "cancel")
        )

    def _get_open_work_domain(self):
        states = self.env["project.task"]._get_workflow().open_states
        return Domain("engineering_lead_id", "in", self.ids) & Domain(
            "engineering_state", "in", states
        )

    def _get_ordered_services(self, orders):
        """Return {deal: facts about ordered services}, and the orders that have them.

        An order is what is confirmed, and what works have begun of.
        """
        works = self._sum_by_line(
            "engineering.work.line",
            "task_id.engineering_state",
            Domain("order_line_id.order_id", "in", orders.ids)
            & self.env["engineering.work.line"]._get_ordered_domain(),
        )
        begun = self.env["sale.order.line"].browse(line.id for line in works).order_id
        ordered = orders.filtered(lambda order: order.state == "sale") | begun
        lines = ordered.order_line.filtered(lambda line: line._is_done_by_works())
        acts = self._sum_by_line(
            "engineering.act.line",
            "act_id.state",
            Domain("order_line_id", "in", lines.ids)
            & Domain("act_id.state", "!=", ActState.CANCELLED.value),
        )
        services = defaultdict(list)
        closed = {order: order._get_directions_closed() for order in ordered}
        for line in lines:
            service = line._get_ordered_service(works[line], acts[line])
            if waiting := closed[line.order_id]:
                service = service._replace(may_begin=line._may_begin(waiting))
            services[line.order_id.opportunity_id].append(service)
        return services, ordered

    def _sum_by_line(self, model, state, domain):
        """Return {order line: {state of the card: quantity in such cards}}."""
        quantities = defaultdict(dict)
        for line, card_state, quantity in self.env[model]._read_group(
            domain, ["order_line_id", state], ["quantity:sum"]
        ):
            quantities[line][card_state] = quantity
        return quantities

    def _get_offered_facts(self, orders, ordered):
        """Return {deal: facts} about proposals, and about calculations."""
        cards = (
            self.env["engineering.calculation"]
            .with_context(active_test=False)
            .search_fetch(
                [("lead_id", "in", self.ids)],
                ["lead_id", "state", "completed_on", "create_date", "name"],
            )
        )
        valid = orders.filtered_domain(orders._get_valid_domain())
        proposals = defaultdict(list)
        for order in orders - ordered:
            directions = order.engineering_calculation_ids.direction_id
            proposals[order.opportunity_id].append(
                Proposal(
                    order.date_order,
                    is_valid=order in valid,
                    is_workable=AT_ONCE in directions.mapped("work_gate"),
                )
            )
        calculations = defaultdict(list)
        sold = ordered.engineering_variant_ids
        cancelled = self._search_cancelled_engineering_orders()
        proposed = (valid | cancelled).engineering_variant_ids
        ordered_on = self._get_order_dates(ordered)
        for card in cards:
            if card._is_open() or card.state == CalculationState.COMPLETED:
                calculations[card.lead_id].append(
                    Calculation(
                        card._is_open(),
                        card.completed_on or None,
                        is_ordered=bool(card.variant_ids & sold),
                        is_asking=card.state == CalculationState.WAITING,
                        is_overtaken=card._is_overtaken(ordered_on),
                        is_proposed=bool(card.variant_ids & proposed),
                    )
                )
        return proposals, calculations

    @api.model
    def _get_order_dates(self, orders):
        """Return {(deal, number of a calculation): when it was ordered last}."""
        dates = {}
        for order in orders.filtered(lambda order: order.state == "sale"):
            for number in order.engineering_variant_ids.calculation_id.mapped("name"):
                key = order.opportunity_id, number
                dates[key] = max(order.date_order, dates.get(key, order.date_order))
        return dates
