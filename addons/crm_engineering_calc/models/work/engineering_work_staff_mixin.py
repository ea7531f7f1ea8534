from odoo import api, models
from odoo.fields import Command, Domain
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import WorkEvent, WorkState

_lt = LazyTranslate(__name__)


class EngineeringWorkStaffMixin(models.AbstractModel):
    """Works whose engineers have left go back to their teams."""

    _name = "engineering.work.staff.mixin"
    _description = "Works of engineers who have left"

    @api.model
    def _take_back_from(self, users, team=None):
        """Give the team back the works of its engineers who have left.

        :param team: the one that they have left; none: all
        """
        mine = Domain("engineering_state", "in", list(self._get_workflow().open_states))
        if team:
            mine &= Domain("engineering_team_id", "=", team.id)
        for work in self.search(mine & Domain("user_ids", "in", users.ids)):
            if left := (work.user_ids & users) - work._get_people_to_assign():
                work._take_back(left)

    def _take_back(self, engineers):
        """Leave a work to the others who have it, else to the team."""
        self.ensure_one()
        self._notify_deal(
            lambda link: _lt(
                "%(engineers)s, who had the work %(link)s, left the team",
                engineers=", ".join(engineers.mapped("name")),
                link=link,
            ),
            inbox=not self._get_people_to_assign(),
        )
        if self.user_ids == engineers and self.engineering_state == WorkState.ASSIGNED:
            self._send_event(WorkEvent.ASSIGN.value)
            return
        self._as_machine().write(
            {"user_ids": [Command.unlink(user.id) for user in engineers]}
        )
        self._notify_instead_of(engineers)

    @api.model
    def _notify_others(self, users, teams):
        """Ask for works of nobody that only those were asked for who have left."""
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
            self._notify_of_work(self._get_who_goes_on(), self._get_what_is_next())
        gone.unlink()

    def _get_who_goes_on(self):
        """Return who is asked for the next step of an open work."""
        if self.engineering_state == WorkState.DECLINED:
            return self._get_who_assigns()
        team = self.engineering_team_id
        return self.user_ids or team._get_engineers(self.company_id)

    def _get_what_is_next(self):
        """Return what is asked for in an open work."""
        if self.engineering_state == WorkState.DECLINED:
            return _lt("Assign the work again")
        if self.engineering_state == WorkState.ASSIGNED:
            return _lt("Accept the work")
        return _lt("Go on with the work")
