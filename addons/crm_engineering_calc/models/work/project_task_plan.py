from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...domain.workflows import WorkEvent
from ..common.field_groups import ENGINEERING
from .work_conflicts import get_plan_notes
from .work_times import Plan, format_span, get_ends


class ProjectTask(models.Model):
    """When a work is planned: its start, and its end after the planned hours."""

    _name = "project.task"
    _inherit = "project.task"

    engineering_start = fields.Datetime(
        "Planned Start",
        index="btree_not_null",
        copy=False,
        tracking=True,
        groups=ENGINEERING,
    )
    engineering_end = fields.Datetime(
        "Planned End",
        compute="_compute_engineering_end",
        store=True,
        readonly=False,
        copy=False,
        tracking=True,
        groups=ENGINEERING,
        help="After the planned hours, by the working hours of who does the work.",
    )
    engineering_plan_note = fields.Text(
        "Against the Plan",
        compute="_compute_engineering_plan_note",
        groups=ENGINEERING,
        help="Days off, visits, meetings and other works at the time of an open work.",
    )

    engineering_may_plan = fields.Boolean(
        compute="_compute_engineering_may_plan",
        groups=ENGINEERING,
        help="The user may write when the work is done, and in how many hours.",
    )
    engineering_planned_time = fields.Char(
        "Planned Time",
        compute="_compute_engineering_planned_time",
        groups=ENGINEERING,
    )
    user_ids = fields.Many2many(group_expand="_read_group_engineers")

    @api.depends(lambda self: self._get_role_fields())
    @api.depends_context("uid")
    def _compute_engineering_may_plan(self):
        writable = self._filtered_access("write")
        for task in self:
            events = task.engineering_possible_events or ()
            task.engineering_may_plan = (
                task in writable and WorkEvent.CANCEL.value in events
            )

    @api.depends("engineering_start", "engineering_end")
    @api.depends_context("lang", "tz")
    def _compute_engineering_planned_time(self):
        for task in self:
            task.engineering_planned_time = task._format_planned_time()

    def _format_planned_time(self):
        """Return from when to when a work is planned, as short as it can be said."""
        return format_span(self.env, self.engineering_start, self.engineering_end)

    @api.depends("engineering_start", "allocated_hours")
    def _compute_engineering_end(self):
        planned = self.filtered("engineering_start")
        ends = get_ends([work._get_plan() for work in planned])
        ends = dict(zip(planned, ends, strict=True))
        for task in self:
            task.engineering_end = ends.get(task, False)

    @api.depends(
        "allocated_hours",
        "depend_on_ids.engineering_end",
        "engineering_end",
        "engineering_start",
        "engineering_state",
        "user_ids",
    )
    @api.depends_context("uid", "lang", "tz")
    def _compute_engineering_plan_note(self):
        planned = self.filtered(
            lambda work: (
                work.engineering_start and work.engineering_end and work._is_open()
            )
        )
        plans = [work._get_plan() for work in planned]
        notes = dict(zip(planned, get_plan_notes(self.env, plans), strict=True))
        for task in self:
            task.engineering_plan_note = "\n".join(notes.get(task, ()))

    @api.constrains("engineering_start", "engineering_end")
    def _check_engineering_end(self):
        for work in self.sudo():
            start, end = work.engineering_start, work.engineering_end
            if end and (not start or end < start):
                raise ValidationError(
                    self.env._(
                        "“%(work)s” can't end before it starts. Choose a later end, or"
                        " an earlier start.",
                        work=work.display_name,
                    )
                )

    @api.model
    def _read_group_engineers(self, users, domain):
        """Show also who has no work on a day, on the board of engineers alone."""
        if not self.env.context.get("engineering_day"):
            return users
        teams = self.env["engineering.team"].search([("member_ids", "!=", False)])
        return users | teams.sudo().member_ids.filtered("active").with_env(self.env)

    @api.model
    def web_read_group(self, domain, groupby, *args, **kwargs):
        """Return the groups as the host does; what nobody has is open on the board.

        :return: see the host's
        """
        is_day = self.env.context.get("engineering_day")
        is_board = is_day and list(groupby) == ["user_ids"]
        if is_board and kwargs.get("auto_unfold") and not kwargs.get("opening_info"):
            limit = kwargs.get("unfold_read_default_limit", 80)
            nobody = {"value": False, "folded": False, "offset": 0, "limit": limit}
            kwargs["opening_info"] = [nobody]
        return super().web_read_group(domain, groupby, *args, **kwargs)

    def _get_plan(self):
        """Return the `Plan` of a work. To be extended."""
        self.ensure_one()
        # Who plans a work need not see the hours of its team.
        work = self.sudo()
        company = work.company_id or work.env.company
        return Plan(
            users=work.user_ids._origin,
            calendar=work.engineering_team_id._get_calendar(company),
            start=work.engineering_start,
            hours=work.allocated_hours,
            end=work.engineering_end,
            work=work._origin,
            predecessors=work._get_open_predecessors(),
        )
