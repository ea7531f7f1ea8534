from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...domain.workflow import Role
from ...domain.workflows import WorkState
from ..common.field_groups import ENGINEERING
from ..common.finite_fields import FiniteFloat
from ..common.own_fields_mixin import is_moved_by_machine


class ProjectTask(models.Model):
    """How long a work took, beside the hours that were planned."""

    _name = "project.task"
    _inherit = "project.task"

    engineering_hours_spent = FiniteFloat(
        "Hours Spent",
        copy=False,
        tracking=True,
        groups=ENGINEERING,
        help="Written by who does the work, from accepting to completing it.",
    )

    @api.constrains("engineering_hours_spent")
    def _check_engineering_hours_spent(self):
        for work in self.sudo():
            if work.engineering_hours_spent < 0:
                raise ValidationError(
                    self.env._(
                        "“%(work)s” can't take less than no time: write the hours"
                        " spent as a positive number.",
                        work=work.display_name,
                    )
                )

    def write(self, vals):
        if "engineering_hours_spent" in vals and not is_moved_by_machine(self.env):
            self._check_spends_hours()
        return super().write(vals)

    def _check_spends_hours(self):
        field = self._fields["engineering_hours_spent"]
        self._check_field_access(field, "write")
        for task in self:
            if task.sudo().engineering_state != WorkState.ACCEPTED:
                raise UserError(
                    self.env._(
                        "“%(work)s” is not in work: hours are written from accepting"
                        " a work to completing it.",
                        work=task.display_name,
                    )
                )
            if Role.ENGINEER not in task._get_workflow_roles():
                raise AccessError(
                    self.env._(
                        "The hours of “%(work)s” are written by its engineer"
                        " (%(engineer)s), or by the team leader.",
                        work=task.display_name,
                        engineer=", ".join(task.sudo().user_ids.mapped("name")),
                    )
                )
