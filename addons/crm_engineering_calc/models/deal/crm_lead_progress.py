from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ...domain import progress
from ...domain.deal_facts import DealFacts
from ...domain.progress import DealAction, DealState
from ..common.batches import do_in_batches
from ..common.concurrency import serialize


class CrmLead(models.Model):
    """A deal stands where its cards are: nothing else moves it.

    Whatever changes a card, moves it to another deal or deletes it, calls
    `_update_engineering_state` on the deal.
    """

    _name = "crm.lead"
    _inherit = ["crm.lead", "engineering.deal.facts.mixin"]

    _engineering_state_index = models.Index(
        "(engineering_state) WHERE engineering_state != 'none'"
    )

    engineering_state = fields.Selection(
        lambda self: self._get_state_selection(),
        default=DealState.NONE.value,
        readonly=True,
        copy=False,
    )
    engineering_state_since = fields.Datetime(
        "In This State Since", readonly=True, copy=False
    )
    engineering_origin_stage_id = fields.Many2one(
        "crm.stage",
        "Column Before Calculation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Where the deal goes back to if all its calculations are cancelled.",
    )
    engineering_possible_actions = fields.Json(
        compute="_compute_engineering_actions",
        export_string_translation=False,
        help="What the user may do next with the cards of the deal.",
    )
    engineering_next_action = fields.Char(
        compute="_compute_engineering_actions",
        export_string_translation=False,
        help="Which of the possible actions the deal waits for.",
    )

    # === CRUD ===

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {
            "engineering_origin_stage_id",
            "engineering_state",
            "engineering_state_since",
        }

    # === STATES ===

    @api.model
    def _get_deal_states(self):
        """Return the states of deals in their order; an addon adds to those."""
        return progress.DEAL_STATES

    @api.model
    def _get_deal_rules(self):
        """Return the rules of which the first that holds gives a deal its state."""
        return progress.RULES

    @api.model
    def _get_state_selection(self):
        label = self.env["engineering.workflow.mixin"]._get_workflow_label
        return [(state.name, label(state)) for state in self._get_deal_states()]

    def _update_engineering_state(self):
        """Let the deals stand where their cards are by now, and in which column.

        Who changes a card need not have the right to write its deal, hence superuser.
        """
        leads = self.sudo()
        serialize(leads)
        leads._drop_todos_done()
        moved = {
            lead: state
            for lead, state in leads._work_out_engineering_states().items()
            if state != lead.engineering_state
        }
        if not moved:
            return
        stages = leads.env["crm.stage"].search([("engineering_state", "!=", False)])
        by_values = defaultdict(leads.browse)
        for lead, state in moved.items():
            values = lead._prepare_engineering_state_values(state, stages)
            by_values[tuple(values.items())] |= lead
        for values, changed in by_values.items():
            changed._as_machine().write(dict(values))
        closed = [lead for lead, state in moved.items() if state == DealState.CLOSED]
        if closed:
            leads.browse().concat(*closed)._after_close()

    def _after_close(self):
        """Let go of what nobody needs in deals that are closed now. To be extended.

        Who closes a deal may be the customer who signs, hence superuser.
        """

    def _work_out_engineering_states(self):
        """Return {deal: its state by what is known of its cards}."""
        if not self:
            return {}
        rules = self._get_deal_rules()
        return {
            lead: progress.get_deal_state(facts, rules)
            for lead, facts in self._get_engineering_facts().items()
        }

    def _prepare_engineering_state_values(self, state, stages):
        """Return what a deal gets with a new state: the column of it, if there is one.

        :param stages: the columns that belong to a state
        """
        self.ensure_one()
        values = {
            "engineering_state": str(state),
            "engineering_state_since": fields.Datetime.now(),
        }
        stage = self._get_stage_of_engineering_state(state, stages)
        if self.engineering_state == DealState.NONE:
            values["engineering_origin_stage_id"] = self.stage_id.id
        elif state == DealState.NONE:
            values["engineering_origin_stage_id"] = False
            # Where the manager has put the deal meanwhile, it stays.
            stage = self.stage_id in stages and self.engineering_origin_stage_id
        return {**values, "stage_id": stage.id} if stage else values

    def _get_stage_of_engineering_state(self, state, stages):
        """Return the column of a deal's state, first that of the sales team."""
        stages = stages.filtered(
            lambda stage: (
                stage.engineering_state == state
                and (not stage.team_ids or self.team_id in stage.team_ids)
            )
        )
        return (stages.filtered("team_ids") or stages)[:1]

    # === ACTIONS ===

    @api.depends(lambda self: [*self._get_summary_dependencies(), "type"])
    @api.depends_context("uid")
    def _compute_engineering_actions(self):
        managed = self._origin._filter_managed_by_user()
        with_cards = managed.sudo().filtered(
            lambda lead: lead.engineering_state != DealState.NONE
        )
        facts = with_cards._get_engineering_facts() if with_cards else {}
        for lead in self:
            actions, known = (), DealFacts()
            if lead._origin in managed or not lead._origin:
                known = facts.get(lead._origin.sudo(), known)
                actions = lead._get_possible_actions(known)
            state = lead.engineering_state or DealState.NONE
            lead.engineering_possible_actions = [str(action) for action in actions]
            is_begun = bool(lead.engineering_direction_id) or state != DealState.NONE
            lead.engineering_next_action = is_begun and lead._get_next_action(
                state, actions, progress.get_actions_beside(state, known)
            )

    @api.model
    def _get_next_action(self, state, actions, beside=()):
        """Return which of the actions a deal in `state` waits for. To be extended.

        :param beside: what is to be done beside what the state asks for
        """
        return progress.get_next_action(state, actions, beside)

    def _get_actions_beside(self, states):
        """Return {deal: what is to be done beside what its state asks for}.

        :param states: {id of a deal: its state}
        """
        under_way = self.filtered(lambda lead: states[lead.id] in progress.UNDER_WAY)
        facts = under_way._get_engineering_facts() if under_way else {}
        return {
            lead: progress.get_actions_beside(states[lead.id], facts[lead])
            for lead in under_way
        }

    def _get_possible_actions(self, facts):
        """Return what the facts allow to do with a deal. To be extended."""
        self.ensure_one()
        refused = set()
        direction = self.engineering_direction_id._origin
        offered = self.engineering_offered and self.type == "opportunity"
        if not (offered and self.active):
            refused = {DealAction.REQUEST_CALCULATION, DealAction.REQUEST_DIRECTIONS}
        elif not direction:
            refused = {DealAction.REQUEST_DIRECTIONS}
        elif direction in self._origin.sudo()._get_directions_in_work():
            refused = {DealAction.REQUEST_CALCULATION}
        return tuple(
            action
            for action in progress.get_deal_actions(facts)
            if action not in refused
        )

    # === EXPIRY ===

    @api.model
    def _cron_update_expired_proposals(self, limit=100):
        """Work the deals out again whose proposals have all expired."""
        today = fields.Date.today()
        proposals = Domain("engineering_calculated", "=", True) & Domain(
            "state", "in", ("draft", "sent")
        )
        expired = proposals & Domain("validity_date", "<", today)
        valid = proposals & self.env["sale.order"]._get_valid_domain()
        leads = self.with_context(active_test=False).search(
            Domain("engineering_state", "=", DealState.PROPOSAL.value)
            & Domain("order_ids", "any", expired)
            & Domain("order_ids", "not any", valid)
        )
        do_in_batches(leads, type(leads)._update_engineering_state, limit)
