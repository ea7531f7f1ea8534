from odoo import api, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import CalculationEvent, CalculationState
from ..common.reader_texts import as_read_by, to_text

_lt = LazyTranslate(__name__)


class EngineeringCalculationStaffMixin(models.AbstractModel):
    """Calculations of engineers who leave go to another, or back to their teams.

    The visits ahead go along, and with calculations that are redirected if asked.
    """

    _name = "engineering.calculation.staff.mixin"
    _inherit = ["engineering.staff.mixin", "engineering.dispatch.mixin"]
    _description = "Calculations of engineers who have left"

    @api.model
    def _search_of(self, users, team=None):
        mine = Domain("state", "in", list(self._get_workflow().open_states))
        if team:
            mine &= Domain("team_id", "=", team.id)
        return self.search(mine & Domain("engineer_id", "in", users.ids))

    def _get_holders(self):
        return self.engineer_id

    def _get_possible_holders(self):
        return self.team_id._get_people(self.company_id)

    def _hand_over(self, users, engineer=None, reason=None):
        going_on = self.filtered(lambda card: engineer or card._get_team_engineers())
        (self - going_on)._notify_engineer_left()
        for holder, cards in going_on.grouped("engineer_id").items():
            said = reason or self.env._(
                "%(engineer)s has left the team", engineer=holder.name
            )
            cards._give_to(engineer, said)

    def _give_to(self, engineer, reason):
        active_states = self._get_workflow().active_states
        held = self.filtered(lambda card: card.state not in active_states)
        formers = {card: card.engineer_id for card in held}
        # They are asked for when they go on.
        held._as_machine().write(
            {
                "engineer_id": engineer.id if engineer else False,
                "taken_on": False,
                "state_before": CalculationState.REQUESTED.value,
            }
        )
        for card, former in formers.items():
            card._notify_held_given(former, reason)
        for team, cards in (self - held).grouped("team_id").items():
            cards._send_event(
                CalculationEvent.REDIRECT.value,
                team=team,
                engineer=engineer,
                reason=reason,
            )

    def _notify_held_given(self, former, reason):
        """Tell the deal, who is to go on, and the leader, whose the card is now."""
        who = self.engineer_id or self.team_id
        self._notify_users(
            self.engineer_id | self.team_id._get_leader(),
            _lt("Redirected to %(who)s", who=who),
            note=reason,
        )
        self.lead_id._notify_deal(
            _lt(
                "%(link)s, which is held, goes from %(former)s to %(who)s: %(reason)s",
                link=self,
                former=former,
                who=who,
                reason=reason,
            )
        )

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

    def _notify_left_team(self, reason, declined, left):
        """Tell who led a card, and who had it, to whom it goes from their team.

        They read it no longer: the notice is not in its feed, and leads nowhere.
        """
        for card in self:
            team = left[card]
            had = (declined[card] | team.leader_id) & team._get_people(card.company_id)
            if card.team_id != team:
                had -= card._get_told_of_redirection(declined[card]) | self.env.user
                card._notify_of_leaving(team, had, reason)

    def _notify_of_leaving(self, team, users, reason):
        text = _lt(
            "%(card)s of “%(deal)s” goes from “%(team)s” to %(who)s: %(reason)s",
            card=self,
            deal=self.lead_id.name,
            team=team,
            who=self.engineer_id or self.team_id,
            reason=reason,
        )
        for user in users:
            env = as_read_by(self, user).env
            env["mail.thread"].message_notify(
                subject=env._("%(card)s goes to another team", card=self.name),
                body=to_text(env, text),
                author_id=self.env.user.partner_id.id,
                partner_ids=user.partner_id.ids,
            )

    @api.model
    def _notify_others(self, users, teams):
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

    # === VISITS ===

    def _get_visits_of_holders(self):
        """Return the visits ahead of who has the calculations, as superuser."""
        cards = self.sudo()
        visits = self.env["calendar.event"].sudo()
        return visits._search_of_calculations(cards, cards.engineer_id.ids).filtered(
            lambda visit: visit.user_id == visit.engineering_calculation_id.engineer_id
        )

    def _send_event(self, event, **details):
        if event == CalculationEvent.REDIRECT and details.get("with_visits"):
            details["with_visits"] = self._get_visits_of_holders()
        return super()._send_event(event, **details)

    def _after_redirect(self, team, reason, **details):
        result = super()._after_redirect(team, reason, **details)
        self._notify_left_team(reason, details["declined"], details["left"])
        visits = details.get("with_visits") or self.env["calendar.event"]
        for former, given in visits.grouped("user_id").items():
            given.filtered(
                lambda visit, former=former: (
                    visit.engineering_calculation_id.engineer_id != former
                )
            )._hand_over(former)
        return result

    def _after_take(self):
        """Go to the sites that nobody goes to yet."""
        result = super()._after_take()
        visits = self.env["calendar.event"].sudo()._search_of_nobody(self)
        for visit in visits:
            visit._give_visit_to(self.env.user)
        return result
