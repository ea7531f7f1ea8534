from odoo import fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...domain.dispatch import Dispatch, Load, choose
from ..common.concurrency import serialize
from ..common.selections import DISPATCHES


class EngineeringTeamDispatchMixin(models.AbstractModel):
    """How a team hands out the requests that name no engineer."""

    _name = "engineering.team.dispatch.mixin"
    _description = "Requests that a team hands out"

    dispatch = fields.Selection(
        DISPATCHES,
        "Requests Go",
        default=Dispatch.QUEUE.value,
        required=True,
        tracking=True,
        help="Of a request that names no engineer. Who is away gets none; what counts"
        " are the planned hours of open calculations.",
    )
    last_engineer_id = fields.Many2one(
        "res.users", "Last in Turn", readonly=True, copy=False
    )

    def _hand_out(self, requests, declined=None):
        """Decide who of the team gets its requests, one after the other.

        Only one transaction at a time does so: each turn is one engineer's.

        :param declined: {request: the engineer who has passed it on}
        :return: {request: engineer, none where it waits for whoever takes it}
        """
        self.ensure_one()
        nobody = self.env["res.users"]
        if self.dispatch == Dispatch.QUEUE:
            return dict.fromkeys(requests, nobody)
        serialize(self)
        self.invalidate_recordset(["last_engineer_id"])
        loads = self._get_loads(self._get_people())
        present = {
            company: self._get_present(self._get_engineers(company), company)
            for company in requests.company_id
        }
        chosen = {}
        last = self.last_engineer_id
        for request in requests:
            people = present[request.company_id]
            people -= (declined or {}).get(request, nobody)
            engineer = nobody.browse(self._choose_engineer(people, last, loads))
            if engineer:
                load = loads.get(engineer.id, Load())
                loads[engineer.id] = load.with_one_more(request.planned_hours)
                last = engineer
            chosen[request] = engineer
        self.last_engineer_id = last
        return chosen

    def _choose_engineer(self, people, last, loads):
        """Return the id of who of `people` is next, or none. To be extended."""
        return choose(self.dispatch, people.ids, last.id or None, loads)

    def _get_loads(self, people):
        """Return {id of an engineer: his `Load`}, in whatever team he has it."""
        calculations = self.env["engineering.calculation"].sudo()
        states = calculations._get_workflow().active_states
        groups = calculations._read_group(
            Domain("engineer_id", "in", people.ids) & Domain("state", "in", states),
            ["engineer_id"],
            ["planned_hours:sum", "__count"],
        )
        return {user.id: Load(hours, count) for user, hours, count in groups}

    # === WHO IS AWAY ===

    def _get_calendar(self, company):
        """Return the working hours of the team for requests of a company."""
        return self.resource_calendar_id or company.resource_calendar_id

    def _get_present(self, people, company):
        """Return those of `people` who work when the team does next."""
        calendar = self._get_calendar(company)
        absences = people._get_engineering_absences(calendar)
        return people.filtered(lambda user: user not in absences)

    def _get_absence_note(self, engineer, company):
        """Return what to know before an engineer is asked by name, or nothing."""
        absences = engineer._get_engineering_absences(self._get_calendar(company))
        if engineer not in absences:
            return ""
        if not absences[engineer]:
            return self.env._("%(engineer)s is away.", engineer=engineer.name)
        begin = absences[engineer].astimezone(self.env.tz)
        return self.env._(
            "%(engineer)s is away, and works again from %(date)s.",
            engineer=engineer.name,
            date=format_date(self.env, begin.date()),
        )
