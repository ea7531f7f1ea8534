from odoo import models

from ...domain import progress
from ...domain.progress import DealAction, DealState
from ..common.own_fields_mixin import is_moved_by_machine
from ..common.rows import get_stored


class CrmLead(models.Model):
    """A deal that is dragged to the column of a state that it is not in.

    That is its manager's to do, and sends nothing: he is told what is missing.
    """

    _name = "crm.lead"
    _inherit = "crm.lead"

    def write(self, vals):
        stage = self.env["crm.stage"]
        if vals.get("stage_id") and not is_moved_by_machine(self.env):
            stage = stage.browse(vals["stage_id"])
        # One card is dragged at a time; whoever moves many does not read as many notes.
        is_dragged = len(self) == 1 and stage and self.stage_id != stage
        result = super().write(vals)
        if is_dragged and stage.engineering_state:
            self._notify_not_in_state(stage)
        return result

    def _filter_not_sent(self):
        """Return the deals that stand among those of engineers, who know nothing of it.

        They come as superuser.
        """
        leads = self.sudo()
        states = get_stored(leads, "engineering_state")
        return leads.filtered(
            lambda lead: (
                states[lead.id] in (None, DealState.NONE)
                and lead.engineering_direction_id
                and lead.stage_id.engineering_state
                and not lead._stands_still()
            )
        )

    def _get_summary_items(self):
        items = super()._get_summary_items()
        for lead in self._filter_not_sent():
            items[lead].append(
                lead._prepare_summary_item(
                    "not_sent",
                    self.env._("Calculation"),
                    self.env._("not sent to the engineers"),
                    level="warning",
                )
            )
        return items

    def _notify_not_in_state(self, stage):
        """Show who drags the deal to `stage` that it is not there, and why."""
        self.ensure_one()
        state = self.sudo().engineering_state or DealState.NONE.value
        is_plain = state == DealState.NONE and not self.engineering_direction_id
        # Any deal is won; only what engineers calculate is closed by its acts.
        if state == stage.engineering_state or (is_plain and stage.is_won):
            return
        missing = self._get_missing_words().get(stage.engineering_state)
        self.env.user._bus_send(
            "engineering_deal_notice",
            {
                "message": self.env._(
                    "“%(deal)s” stays in the state “%(state)s”: %(missing)s",
                    deal=self.name,
                    state=dict(self._get_state_selection())[state],
                    missing=missing or self.env._("it has not come further yet."),
                ),
                "button": self._get_button_towards(stage.engineering_state),
            },
        )

    def _get_missing_words(self):
        """Return {state: what a deal lacks that is not in it}. To be extended."""
        return {
            DealState.CALCULATION: self.env._("nothing of it is being calculated."),
            DealState.PROVIDED: self.env._(
                "it has no completed calculation that waits for a proposal."
            ),
            DealState.PROPOSAL: self.env._(
                "it has no valid proposal that waits for the customer."
            ),
            DealState.ORDERED: self.env._("nothing is ordered that waits for a work."),
            DealState.WORK: self.env._("no work of it is open."),
            DealState.WORK_DONE: self.env._("nothing is done that waits for an act."),
            DealState.CLOSED: self.env._(
                "not all of it is ordered, done, and in signed acts."
            ),
        }

    def _get_button_towards(self, state):
        """Return the button that brings the deal nearer to a state, or False."""
        action = progress.get_action_towards(
            state, self.engineering_possible_actions, self.engineering_next_action
        )
        if not action:
            return False
        return {
            "label": self._get_action_labels()[action],
            "method": f"action_{action}",
            "id": self.id,
        }

    def _get_action_labels(self):
        """Return the user's word for what may be done with a deal. To be extended."""
        return {
            DealAction.REQUEST_CALCULATION: self.env._("Send for calculation"),
            DealAction.REQUEST_DIRECTIONS: self.env._("Send to several directions"),
            DealAction.ANSWER_QUESTION: self.env._("Answer the question"),
            DealAction.CREATE_PROPOSAL: self.env._("Create proposal"),
            DealAction.CREATE_INVOICE: self.env._("Invoice for payment"),
            DealAction.CREATE_WORK: self.env._("Create work"),
            DealAction.CREATE_ACT: self.env._("Create act"),
            DealAction.SETTLE_ACT: self.env._("Have the act signed"),
        }
