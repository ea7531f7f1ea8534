from odoo import api, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import CalculationEvent, CalculationState

_lt = LazyTranslate(__name__)


class EngineeringCalculationStaffMixin(models.AbstractModel):
    """Calculations whose engineers have left go back to their teams."""

    _name = "engineering.calculation.staff.mixin"
    _description = "Calculations of engineers who have left"

    @api.model
    def _take_back_from(self, users, team=None):
        """Give the team back what its engineers who have left had to calculate.

        :param team: the one that they have left; none: all
        """
        mine = Domain("state", "in", list(self._get_workflow().open_states))
        if team:
            mine &= Domain("team_id", "=", team.id)
        cards = self.search(mine & Domain("engineer_id", "in", users.ids)).filtered(
            lambda card: (
                card.engineer_id not in card.team_id._get_people(card.company_id)
            )
        )
        going_on = cards.filtered(lambda card: card._get_team_engineers())
        (cards - going_on)._notify_engineer_left()
        for engineer, left in going_on.grouped("engineer_id").items():
            left._take_back(engineer)

    def _take_back(self, engineer):
        active_states = self._get_workflow().active_states
        held = self.filtered(lambda card: card.state not in active_states)
        # They are asked for when they go on.
        held._as_machine().write(
            {
                "engineer_id": False,
                "taken_on": False,
                "state_before": CalculationState.REQUESTED.value,
            }
        )
        reason = self.env._("%(engineer)s has left the team", engineer=engineer.name)
        for team, left in (self - held).grouped("team_id").items():
            left._send_event(CalculationEvent.REDIRECT.value, team=team, reason=reason)

    def _notify_engineer_left(self):
        for calculation in self:
            calculation.lead_id._notify_deal(
                _lt(
                    "%(engineer)s has left “%(team)s”, and nobody is there to go on"
                    " with %(link)s. Ask the administrator to add engineers, or cancel"
                    " it.",
                    engineer=calculation.engineer_id.name,
                    team=calculation.team_id,
                    link=calculation,
                ),
                inbox=True,
            )

    @api.model
    def _notify_others(self, users, teams):
        """Ask the teams for requests that only those were asked for who have left."""
        requests = self.search(
            Domain("state", "=", CalculationState.REQUESTED.value)
            & Domain("team_id", "in", teams.ids)
            & Domain("engineer_id", "=", False)
        )
        for calculation in requests:
            asked = calculation.activity_ids.filtered("automated")
            left = users - calculation._get_addressees()
            gone = asked.filtered(lambda activity, left=left: activity.user_id in left)
            if gone == asked:
                calculation._notify_users(
                    calculation._get_addressees(),
                    _lt("New request: %(deal)s", deal=calculation.lead_id.name),
                    activity=_lt("Calculate"),
                )
            gone.unlink()
