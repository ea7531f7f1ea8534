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
    _inherit = "project.task"

    engineering_delay_told = fields.Integer(
        readonly=True,
        copy=False,
        groups=ENGINEERING,
        export_string_translation=False,
        help="How many have been told that it is late: engineer, leader, manager.",
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_delay_told"}

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

    def _get_delay_level(self, now):
        """Return how many are to know by now that the work is late."""
        due = self._get_planned_end()
        return get_level(now, Milestones(*(due + patience for patience in PATIENCE)))

    # === CRON ===

    @api.model
    def _cron_tell_delays(self, limit=200):
        """Tell who is to know of works that are late, a batch at a time."""
        now = fields.Datetime.now()
        to_tell = self._get_delay_domain(now)
        works = self.search(to_tell, order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(works))
        for start in range(0, len(works), limit):
            batch = works[start : start + limit]
            # Another run may have told of some, and people may be moving others.
            batch = batch.try_lock_for_update(allow_referencing=True)
            batch.filtered_domain(to_tell)._tell_delays(now)
            if not cron._commit_progress(min(limit, len(works) - start)):
                break

    @api.model
    def _get_delay_domain(self, now):
        late = Domain.OR(
            Domain("engineering_delay_told", "in", [False, *range(told + 1)])
            & (
                Domain("engineering_end", "<=", now - patience)
                | (
                    Domain("engineering_end", "=", False)
                    & Domain("date_deadline", "<=", now - patience)
                )
            )
            for told, patience in enumerate(PATIENCE)
        )
        return Domain("engineering_is_open", "=", True) & late

    def _tell_delays(self, now):
        for work in self:
            level = work._get_delay_level(now)
            users = work.env["res.users"].union(
                *(
                    work._get_delay_addressees(step)
                    for step in range(work.engineering_delay_told + 1, level + 1)
                )
            )
            if not work.engineering_lead_id._stands_still():
                work._notify_users(
                    users,
                    _lt(
                        "%(link)s had to be completed until %(due)s. It is with"
                        " %(who)s",
                        link=work,
                        due=work._get_planned_end(),
                        who=work.user_ids or work.engineering_team_id,
                    ),
                )
            work.with_context(mail_notrack=True)._as_machine().write(
                {"engineering_delay_told": level}
            )

    def _get_delay_addressees(self, level):
        """Return who is told at first, second and third. To be extended."""
        self.ensure_one()
        team = self.engineering_team_id
        if level == 1:
            return self.user_ids or team._get_engineers(self.company_id)
        if level == 2:
            return team._get_leader()
        return self.engineering_lead_id._get_engineering_manager()
