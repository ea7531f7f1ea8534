from odoo import models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...domain.progress import DealState
from ...domain.workflows import CalculationState, WorkState
from ..common import activity_types

_lt = LazyTranslate(__name__)

FOLLOWED = ("user_id", "team_id", "partner_id", "engineering_direction_id")


class CrmLead(models.Model):
    """What goes along when a deal gets another manager, team, customer or direction.

    Who changes the deal need have no right to its cards, hence superuser.
    """

    _name = "crm.lead"
    _inherit = "crm.lead"

    def write(self, vals):
        deals = self.browse()
        if not vals.keys().isdisjoint(FOLLOWED):
            deals = self._with_cards()
        before = {
            deal: {name: deal[name] for name in [*FOLLOWED, "stage_id"]}
            for deal in deals
        }
        result = super().write(vals)
        deals._follow_changes(before)
        return result

    def _follow_changes(self, before):
        """Let the cards of deals follow, and say which of them do not.

        :param before: {deal: {name of a field: the record it was}}
        """
        for former, deals in self._group_changed(before, "user_id"):
            deals._give_cards_to_manager(former)
            deals._notify_of_manager(former)
        for _former, deals in self._group_changed(before, "team_id"):
            deals._move_to_column_of_team(before)
        for _former, deals in self._group_changed(before, "partner_id"):
            deals._notify_proposals_of_others()
        for former, deals in self._group_changed(before, "engineering_direction_id"):
            deals._notify_calculations_of(former)

    def _group_changed(self, before, name):
        """Return (what a field was, the deals that have another value now) pairs."""
        changed = self.filtered(lambda deal: deal[name] != before[deal][name])
        return changed.grouped(lambda deal: before[deal][name]).items()

    # === MANAGER ===

    def _give_cards_to_manager(self, former):
        """Put on the manager's list what waited for the former ones, and their orders.

        The host shows its sellers the orders of their own. What is closed stays with
        who sold it.
        """
        for manager, deals in self.filtered("user_id").grouped("user_id").items():
            asked = former
            is_gone = not deals._filter_sellers(former)
            if is_gone:
                asked |= deals.team_id.user_id
            deals._search_activities_of(asked - manager).write({"user_id": manager.id})
            orders = deals._search_open_orders()
            orders.filtered(lambda order, user=manager: order.user_id != user).write(
                {"user_id": manager.id}
            )
            if is_gone:
                deals._notify_again()

    def _notify_of_manager(self, former):
        """Tell who calculates and does the deals, and who leads them, whom to ask."""
        for deal in self.filtered("user_id"):
            text = _lt(
                "The deal goes from %(former)s to %(manager)s",
                former=former or _lt("nobody"),
                manager=deal.user_id,
            )
            for card in deal.engineering_calculation_ids:
                if card._is_open():
                    leader = card.team_id._get_leader()
                    card._notify_users(card.engineer_id | leader, text)
            for work in deal.engineering_work_ids:
                if work._is_open():
                    leader = work.engineering_team_id._get_leader()
                    work._notify_users(work.user_ids | leader, text)

    def _notify_again(self):
        """Ask what a manager was asked who is gone, and whose list is cleared."""
        for card in self._search_calculations([CalculationState.WAITING.value]):
            if not card.activity_ids.filtered("automated"):
                card._notify_manager()
        self._notify_proposals_due(_lt("The deal waits for you"))
        self._notify_acts_due()

    def _notify_acts_due(self):
        """Ask for the acts of completed works, if nobody is asked yet."""
        works = self.engineering_work_ids.filtered(
            lambda work: (
                work.engineering_state == WorkState.COMPLETED
                and work._get_lines_without_act()
                and not work.activity_ids
            )
        )
        works._notify_act_due()

    def _get_states_for_manager(self):
        """Return {model: states in which the manager is asked for something}.

        To be extended.
        """
        return {
            "engineering.calculation": [
                CalculationState.WAITING.value,
                CalculationState.COMPLETED.value,
            ],
            "project.task": [WorkState.COMPLETED.value, WorkState.DECLINED.value],
        }

    def _search_activities_of(self, managers):
        """Return what this addon asks of the former managers of the deals."""
        types = [
            self.env["ir.model.data"]._xmlid_to_res_id(xmlid, raise_if_not_found=False)
            for xmlid in (activity_types.CALCULATE, activity_types.WORK)
        ]
        found = self.env["mail.activity"]
        for model, states in self._get_states_for_manager().items():
            cards = self.env[model]
            cards = cards.search(
                Domain(self._get_card_fields()[model], "in", self.ids)
                & Domain(cards._workflow_field, "in", states)
            )
            users = managers
            if not managers and model == "engineering.calculation":
                # Of a deal without a manager, whoever sent it was asked.
                users = cards.create_uid
            found |= cards.activity_ids.filtered(
                lambda activity, users=users: (
                    activity.user_id in users and activity.activity_type_id.id in types
                )
            )
        return found

    def _search_open_orders(self):
        """Return the proposals of the deals, and the orders that are not closed."""
        return self.env["sale.order"].search(
            Domain("engineering_calculated", "=", True)
            & Domain("opportunity_id", "in", self.ids)
            & (
                Domain("state", "in", ("draft", "sent"))
                | Domain("state", "=", "sale")
                & Domain(
                    "opportunity_id.engineering_state", "!=", DealState.CLOSED.value
                )
            )
        )

    # === TEAM ===

    def _move_to_column_of_team(self, before):
        """Bring deals to the column of their state that their new sales team has.

        Only those that the host has taken out of such a column.
        """
        stages = self.env["crm.stage"].search([("engineering_state", "!=", False)])
        for deal in self:
            left = before[deal]["stage_id"]
            state = deal.engineering_state
            if left == deal.stage_id or left.engineering_state != state:
                continue
            if stage := deal._get_stage_of_engineering_state(state, stages):
                deal.stage_id = stage

    # === CUSTOMER AND DIRECTION ===

    def _notify_proposals_of_others(self):
        """Say which proposals are still for the customer that the deal had."""
        for order in self._search_open_orders():
            customer = order.partner_id.commercial_partner_id
            if customer != order.opportunity_id.partner_id.commercial_partner_id:
                order.opportunity_id._notify_deal(
                    _lt(
                        "%(link)s stays made out to %(customer)s",
                        link=order,
                        customer=order.partner_id,
                    )
                )

    def _notify_calculations_of(self, direction):
        """Say which calculations go on in the direction that the deal had."""
        for card in self.engineering_calculation_ids:
            if card._is_open() and card.direction_id == direction:
                card.lead_id._notify_deal(
                    _lt(
                        "%(link)s goes on in the direction “%(direction)s”. Cancel it"
                        " if it is not needed any more.",
                        link=card,
                        direction=direction,
                    )
                )
