from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from odoo.addons.crm_engineering_calc.domain.workflow import Event, Role, State
from odoo.addons.crm_engineering_calc.domain.workflows import (
    CalculationEvent,
    CalculationState,
)

_lt = LazyTranslate(__name__)

REVIEWER = "reviewer"
IN_PROGRESS = CalculationState.IN_PROGRESS.value
REVIEW = "review"
SEND_TO_REVIEW = "send_to_review"
APPROVE = "approve"


class EngineeringCalculation(models.Model):
    _inherit = "engineering.calculation"

    approved_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, tracking=True
    )
    must_be_approved = fields.Boolean(compute="_compute_must_be_approved")

    @api.depends("approved_by_id", "direction_id.review_required")
    def _compute_must_be_approved(self):
        for calculation in self:
            required = calculation.direction_id.review_required
            calculation.must_be_approved = required and not calculation.approved_by_id

    def _compute_can_edit(self):
        result = super()._compute_can_edit()
        for calculation in self:
            calculation.can_edit = calculation.can_edit and calculation.state != REVIEW
        return result

    # === WORKFLOW ===

    @api.model
    def _get_workflow(self):
        return (
            super()
            ._get_workflow()
            .with_states(State(REVIEW, _lt("In review"), open=True), after=IN_PROGRESS)
            .with_events(
                Event.of(
                    SEND_TO_REVIEW,
                    _lt("Send to review"),
                    [IN_PROGRESS],
                    REVIEW,
                    Role.ENGINEER,
                ),
                Event.of(APPROVE, _lt("Approve"), [REVIEW], IN_PROGRESS, REVIEWER),
            )
            .with_sources(CalculationEvent.HOLD.value, REVIEW)
            .with_sources(CalculationEvent.CANCEL.value, REVIEW)
        )

    def _get_workflow_roles(self):
        """Let who reviews be of the team, and not the one who calculated."""
        roles = super()._get_workflow_roles()
        if (
            Role.ENGINEER in roles
            and self.env.user != self.engineer_id
            and self.env.user.has_group("engineering_review.group_reviewer")
        ):
            roles.add(REVIEWER)
        return roles

    def _get_role_labels(self):
        return {
            **super()._get_role_labels(),
            REVIEWER: self.env._("a reviewer other than the engineer"),
        }

    @api.model
    def _get_role_fields(self):
        return [*super()._get_role_fields(), "must_be_approved"]

    def _get_possible_events(self):
        events = super()._get_possible_events()
        if self.must_be_approved:
            return [event for event in events if event != CalculationEvent.COMPLETE]
        return events

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"approved_by_id"}

    def _check_event(self, event, details):
        result = super()._check_event(event, details)
        if event == CalculationEvent.COMPLETE:
            for calculation in self.filtered("must_be_approved"):
                raise UserError(
                    self.env._(
                        "%(calculation)s is not approved yet. Send it to review first.",
                        calculation=calculation.display_name,
                    )
                )
        return result

    def _prepare_event_values(self, event, target, details):
        values = super()._prepare_event_values(event, target, details)
        if event == SEND_TO_REVIEW:
            values["approved_by_id"] = False
        if event == APPROVE:
            values["approved_by_id"] = self.env.uid
        return values

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        for calculation in self:
            if event == SEND_TO_REVIEW:
                calculation._notify_users(
                    calculation._get_reviewers(),
                    _lt("The calculation waits for a review"),
                    activity=_lt("Review the calculation"),
                )
            if event == APPROVE:
                calculation._drop_activities()
                calculation._notify_users(
                    calculation.engineer_id,
                    _lt("The calculation is approved"),
                    activity=_lt("Complete the calculation"),
                )
        return result

    def _get_reviewers(self):
        """Return who may approve the calculation."""
        reviewers = self.env.ref("engineering_review.group_reviewer").sudo()
        return (
            self.sudo().team_id.member_ids & reviewers.all_user_ids
        ) - self.engineer_id

    # === ACTIONS ===

    def action_send_to_review(self):
        """Ask the reviewers of the team to look at the calculations.

        :raises UserError: the state has no such event
        :raises AccessError: the user is no engineer of the team
        """
        return self._send_event(SEND_TO_REVIEW)

    def action_approve(self):
        """Give the calculations back to their engineers, who may complete them now.

        :raises UserError: the state has no such event
        :raises AccessError: the user is no reviewer, or the engineer himself
        """
        return self._send_event(APPROVE)
