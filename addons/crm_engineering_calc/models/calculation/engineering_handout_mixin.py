from odoo import api, models

from ...domain.workflows import CalculationEvent, CalculationState
from ..common.finite_fields import FiniteFloat


class EngineeringHandoutMixin(models.AbstractModel):
    """Requests to a team that the team hands out to its engineers."""

    _name = "engineering.handout.mixin"
    _inherit = [
        "engineering.content.mixin",
        "engineering.request.mixin",
        "engineering.dispatch.mixin",
    ]
    _description = "Request that its team hands out"

    _planned_hours_positive = models.Constraint(
        "CHECK(planned_hours >= 0)",
        "Planned hours can't be negative: who had them would be given all requests.",
    )

    planned_hours = FiniteFloat(
        compute="_compute_planned_hours",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="How long it takes to calculate: whoever has the fewest planned hours gets"
        " the next request, where the team hands them out so.",
    )

    @api.depends("direction_id")
    def _compute_planned_hours(self):
        for calculation in self:
            calculation.planned_hours = (
                calculation.planned_hours or calculation.direction_id.calculation_hours
            )

    @api.model
    def _get_content_fields(self):
        return super()._get_content_fields() | {"planned_hours"}

    # === WORKFLOW ===

    def _send_event(self, event, **details):
        if event == CalculationEvent.REDIRECT:
            details["declined"] = {card: card.engineer_id for card in self.sudo()}
            details["left"] = {card: card.team_id for card in self.sudo()}
        return super()._send_event(event, **details)

    def _after_event(self, event, details):
        if event in (CalculationEvent.REDIRECT, CalculationEvent.RESUME):
            self.sudo()._hand_out(details.get("declined"))
        return super()._after_event(event, details)

    def _after_request(self):
        self.sudo()._hand_out()
        return super()._after_request()

    def _hand_out(self, declined=None):
        """Give the requests that wait for anybody to who is next in their teams.

        :param declined: {request: the engineer who has passed it on}
        """
        waiting = self.filtered(
            lambda card: (
                card.state == CalculationState.REQUESTED and not card.engineer_id
            )
        )
        for team, requests in waiting.grouped("team_id").items():
            chosen = team._hand_out(requests, declined)
            for engineer, given in requests.grouped(chosen.get).items():
                if engineer:
                    given._as_machine().write({"engineer_id": engineer.id})
