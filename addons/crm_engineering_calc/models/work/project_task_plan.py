from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..common.field_groups import ENGINEERING
from .work_times import get_ends

# What nobody has said the hours of is seen on a calendar nevertheless.
UNKNOWN_HOURS = 1.0


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

    @api.depends("engineering_start", "allocated_hours")
    def _compute_engineering_end(self):
        ends = get_ends(self)
        for task in self:
            task.engineering_end = ends.get(task, False)

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

    def _get_planned_hours(self):
        """Return the hours of work that the plan counts with."""
        self.ensure_one()
        hours = self.sudo().allocated_hours
        return hours if hours > 0 else UNKNOWN_HOURS

    def _get_team_calendar(self):
        """Return the working hours of the team, none where none are set."""
        self.ensure_one()
        work = self.sudo()
        company = work.company_id or work.env.company
        return work.engineering_team_id._get_calendar(company)
