from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...domain.promise import Milestones, get_level
from ..common.field_groups import ENGINEERING

_lt = LazyTranslate(__name__)

# The engineer is told when a work should be done, then the leader, then the manager.
PATIENCE = (timedelta(), timedelta(days=1), timedelta(days=2))
DECIDES_DELAY = frozenset({"date_deadline", "engineering_end", "engineering_start"})


class ProjectTask(models.Model):
    """A work that is late is told of: once to each who can do something about it."""

    _name = "project.task"
    _inherit = ["project.task", "engineering.escalation.mixin"]

    _escalated_field = "engineering_delay_told"

    engineering_delay_told = fields.Integer(
        readonly=True,
        copy=False,
        groups=ENGINEERING,
        export_string_translation=False,
        help="How many have been told that it is late: engineer, leader, manager.",
    )

    engineering_is_late = fields.Boolean(
        "Late",
        compute="_compute_engineering_is_late",
        search="_search_engineering_is_late",
        groups=ENGINEERING,
        help="It is not done, and its planned end is over; without one, its deadline.",
    )

    @api.depends("date_deadline", "engineering_end", "engineering_is_open")
    def _compute_engineering_is_late(self):
        now = fields.Datetime.now()
        for work in self:
            due = work.engineering_is_open and work._get_planned_end()
            work.engineering_is_late = bool(due) and due <= now

    def _search_engineering_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("engineering_is_open", "=", True) & self._get_due_domain(
            fields.Datetime.now()
        )

    @api.model
    def _get_due_domain(self, moment):
        """Return the domain of what was to be done until `moment`."""
        return Domain("engineering_end", "<=", moment) | (
            Domain("engineering_end", "=", False)
            & Domain("date_deadline", "<=", moment)
        )

    def write(self, vals):
        result = super().write(vals)
        if DECIDES_DELAY.intersection(vals):
            told = self.sudo().filtered("engineering_delay_told")
            if told:
                told._as_machine().write({"engineering_delay_told": 0})
        return result

    def _get_planned_end(self):
        """Return until when the work is to be done. To be extended."""
        self.ensure_one()
        return self.engineering_end or self.date_deadline

    def _get_escalation_level(self, now):
        due = self._get_planned_end()
        return get_level(now, Milestones(*(due + patience for patience in PATIENCE)))

    # === CRON ===

    @api.model
    def _cron_tell_delays(self):
        """Tell who is to know of works that are late."""
        self._cron_escalate()

    @api.model
    def _get_escalation_domain(self, now):
        late = Domain.OR(
            Domain("engineering_delay_told", "in", [False, *range(told + 1)])
            & self._get_due_domain(now - patience)
            for told, patience in enumerate(PATIENCE)
        )
        return Domain("engineering_is_open", "=", True) & late

    def _filter_going_on(self):
        """Leave out works whose deals stand still."""
        still = self.engineering_lead_id._filter_still()
        works = self.filtered(lambda work: work.engineering_lead_id not in still)
        return super()._filter_going_on() & works

    def _get_escalation_addressees(self, level):
        """Return {work: whom its delay is told}."""
        return {work: work._get_delay_addressees(level) for work in self}

    def _get_delay_addressees(self, level):
        """Return who is told at first, second and third. To be extended."""
        self.ensure_one()
        if level == 1:
            return self._get_addressees()
        if level == 2:
            return self.engineering_team_id._get_leader()
        return self.engineering_lead_id._get_engineering_manager()

    def _get_deadlines_subject(self):
        return self.env._("Works that are late")

    def _get_deadline_text(self, now):
        return _lt(
            "%(link)s had to be completed until %(due)s. It is with %(who)s",
            link=self,
            due=self._get_planned_end(),
            who=self.user_ids or self.engineering_team_id,
        )
