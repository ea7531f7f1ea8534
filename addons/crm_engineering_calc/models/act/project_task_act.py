from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...domain.workflow import Role
from ...domain.workflows import ActState, WorkState
from ..common.field_groups import ENGINEERING

TO_SIGN = (ActState.DRAFT.value, ActState.SENT.value)


class ProjectTask(models.Model):
    """Acts of a work: the customer signs them at the site, on the engineer's phone.

    Its manager makes the act of what is completed from the work, as from the deal.
    """

    _name = "project.task"
    _inherit = "project.task"

    engineering_may_sign_act = fields.Boolean(
        compute="_compute_engineering_may_sign_act", groups=ENGINEERING
    )
    engineering_can_create_act = fields.Boolean(
        compute="_compute_engineering_can_create_act", groups=ENGINEERING
    )

    # Engineers may not read acts, hence superuser.
    @api.depends("engineering_state")
    @api.depends_context("uid")
    def _compute_engineering_may_sign_act(self):
        acts = self._get_acts_to_sign()
        with_act = acts.line_ids.work_line_id.task_id
        for task in self:
            task.engineering_may_sign_act = (
                task._origin in with_act and task._is_signed_by_user()
            )

    def _get_acts_to_sign(self):
        """Return the acts of the works, as superuser, that wait for a signature."""
        return (
            self.env["engineering.act"]
            .sudo()
            .search(
                Domain("state", "in", TO_SIGN)
                & Domain("line_ids.work_line_id.task_id", "in", self.ids),
                order="id",
            )
        )

    def _is_signed_by_user(self):
        """Return whether the user may show the work's act to the customer."""
        return not {Role.ENGINEER, Role.MANAGER}.isdisjoint(self._get_workflow_roles())

    def action_sign_act(self):
        """Open the act of the work on the screen that the customer signs on.

        :return: the action that opens the dialog
        :raises UserError: no act of the work waits for a signature
        :raises AccessError: the work is another engineer's
        """
        self.ensure_one()
        self._get_act_to_sign()
        return self._open_dialog(
            "engineering.act.sign.site", self.env._("Sign the Act")
        )

    def _get_act_to_sign(self):
        """Return the act that the customer signs, as superuser.

        :raises UserError: there is none
        :raises AccessError: the work is another engineer's
        """
        self.ensure_one()
        if not self._is_signed_by_user():
            raise AccessError(
                self.env._(
                    "The act of “%(work)s” is signed with its engineer, or the manager"
                    " of the deal.",
                    work=self.display_name,
                )
            )
        act = self._get_acts_to_sign()[:1]
        if not act:
            raise UserError(
                self.env._(
                    "No act of “%(work)s” waits for a signature. The manager makes it"
                    " in the deal.",
                    work=self.display_name,
                )
            )
        return act

    # === NEW ACT ===

    @api.depends("engineering_lead_id", "engineering_state")
    @api.depends_context("uid")
    def _compute_engineering_can_create_act(self):
        managed = self.engineering_lead_id._filter_managed_by_user()
        for task in self:
            task.engineering_can_create_act = (
                task.engineering_state == WorkState.COMPLETED
                and task.engineering_lead_id in managed
                and bool(task._get_lines_without_act())
            )

    def action_create_act(self):
        """Ask which completed works of the deal go into the act.

        :return: the action that opens the dialog of the deal
        :raises UserError: no completed work of the deal is without an act, or the task
            is no work
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self.check_access("read")
        self._check_are_works()
        return self.sudo().engineering_lead_id.with_env(self.env).action_create_act()
