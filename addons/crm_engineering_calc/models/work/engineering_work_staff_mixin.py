from odoo import api, models
from odoo.fields import Command, Domain
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import WorkEvent, WorkState

_lt = LazyTranslate(__name__)


class EngineeringWorkStaffMixin(models.AbstractModel):
    """Works of engineers who leave go to another, or back to their teams."""

    _name = "engineering.work.staff.mixin"
    _inherit = ["engineering.staff.mixin"]
    _description = "Works of engineers who have left"

    @api.model
    def _search_of(self, users, team=None):
        mine = Domain("engineering_state", "in", list(self._get_workflow().open_states))
        if team:
            mine &= Domain("engineering_team_id", "=", team.id)
        return self.search(mine & Domain("user_ids", "in", users.ids))

    def _get_holders(self):
        return self.user_ids

    def _get_possible_holders(self):
        return self._get_people_to_assign()

    def _hand_over(self, users, engineer=None, reason=None):
        for work in self:
            work._give_work_to(
                engineer or users.browse(), work.user_ids & users, reason
            )

    def _give_work_to(self, engineer, former, reason=None):
        """Leave a work to its others and to an engineer, else to the team."""
        self.ensure_one()
        self._notify_work_given(engineer, former, reason)
        if self.user_ids == former and self.engineering_state == WorkState.ASSIGNED:
            self._send_event(WorkEvent.ASSIGN.value, engineer=engineer)
            return
        leave = [Command.unlink(user.id) for user in former]
        self._as_machine().write(
            {"user_ids": leave + [Command.link(id_) for id_ in engineer.ids]}
        )
        if engineer:
            self._notify_of_work(engineer, self._get_what_is_next())
        self._notify_instead_of(former)

    def _notify_work_given(self, engineer, former, reason):
        if reason:
            who = engineer or self.engineering_team_id
            self._notify_deal(
                lambda link: _lt(
                    "Work %(link)s goes from %(former)s to %(who)s: %(reason)s",
                    link=link,
                    former=", ".join(former.mapped("name")),
                    who=who.name,
                    reason=reason,
                )
            )
            return
        self._notify_deal(
            lambda link: _lt(
                "%(engineers)s, who had the work %(link)s, left the team",
                engineers=", ".join(former.mapped("name")),
                link=link,
            ),
            inbox=not self._get_people_to_assign(),
        )

    @api.model
    def _notify_others(self, users, teams):
        works = self.search(
            Domain("engineering_state", "in", list(self._get_workflow().open_states))
            & Domain("engineering_team_id", "in", teams.ids)
            & Domain("user_ids", "=", False)
        )
        for work in works:
            work._notify_instead_of(users - work._get_who_goes_on())

    def _notify_instead_of(self, users):
        self.ensure_one()
        asked = self.activity_ids.filtered("automated")
        gone = asked.filtered(lambda activity: activity.user_id in users)
        if gone == asked:
            self._ask_for_next_step()
        gone.unlink()

    def _ask_for_next_step(self, note=None):
        """Put an open work on the list of who goes on with it."""
        self._notify_of_work(
            self._get_who_goes_on(), self._get_what_is_next(), note=note
        )

    def _get_who_goes_on(self):
        """Return who is asked for the next step of an open work."""
        if self.engineering_state == WorkState.DECLINED:
            return self._get_who_assigns()
        return self._get_addressees()

    def _get_addressees(self):
        """Return who does the work, else all of the team who may."""
        self.ensure_one()
        # A manager need not see the team that does a work of his deal.
        work = self.sudo()
        team = work.engineering_team_id
        return work.user_ids or team._get_engineers(work.company_id)

    def _get_summary_waiting(self):
        """Return [(who, what they are to do)] of open works: first, to assign some."""
        declined = self.filtered(
            lambda work: work.engineering_state == WorkState.DECLINED
        )
        going_on = self - declined
        of_team = going_on.filtered(lambda work: not work.user_ids)
        asked = [going_on.user_ids, of_team.engineering_team_id]
        return [
            *(
                (work._get_who_assigns(), self.env._("assign the work again"))
                for work in declined
            ),
            *((who, self.env._("do the work")) for who in asked if who),
        ]

    def _get_what_is_next(self):
        """Return what is asked for in an open work."""
        if self.engineering_state == WorkState.DECLINED:
            return _lt("Assign the work again")
        if self.engineering_state == WorkState.ASSIGNED:
            return _lt("Accept the work")
        return _lt("Go on with the work")
