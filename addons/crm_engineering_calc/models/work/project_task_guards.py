from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.project.models.project_task import CLOSED_STATES

from ...domain.workflow import Role
from ...domain.workflows import WorkState
from ..common.own_fields_mixin import is_moved_by_machine


class ProjectTask(models.Model):
    """What can't be done by hand with the task of a work."""

    _name = "project.task"
    _inherit = "project.task"

    # === CREATE ===

    @api.model_create_multi
    def create(self, vals_list):
        made_by_deal = is_moved_by_machine(self.env)
        tasks = super().create(vals_list)
        if not made_by_deal:
            tasks._check_no_work()
            tasks._check_parent_is_seen()
        return tasks

    def _check_no_work(self):
        """Refuse a task that would look like a work of a deal."""
        for task in self.sudo():
            if task.engineering_lead_id and not task.engineering_state:
                raise UserError(
                    self.env._(
                        "“%(task)s” can't be a work of a deal: works are created from"
                        " the deal.",
                        task=task.display_name,
                    )
                )

    def _check_parent_is_seen(self):
        """Take name and customer from a work for those alone who may see it.

        No constraint: the host creates tasks as superuser.
        """
        parents = self.sudo().parent_id.filtered("engineering_state")
        parents.with_env(self.env).check_access("read")

    def _is_checked_reference(self, field):
        return field.name == "parent_id" or super()._is_checked_reference(field)

    # === WRITE ===

    @api.model
    def _get_decided_fields(self):
        """Return what manager and leader decide about a work, not who does it.

        To be extended.
        """
        return {
            "company_id",
            "parent_id",
            "partner_id",
            "partner_phone",
            "project_id",
            "sale_line_id",
            "user_ids",
        }

    # A portal user who may write a task may not read what makes it a work, hence
    # superuser in the checks below. Who may not write a task is told nothing of it.
    def write(self, vals):
        decided = self._get_decided_fields().intersection(vals)
        if decided and not is_moved_by_machine(self.env):
            self._check_decided_by_user(decided)
            if "user_ids" in decided:
                self._check_not_declined()
        if vals.get("active") is False:
            self._check_no_open_work()
        if vals.get("is_template") or vals.get("recurring_task"):
            self._check_may_be_repeated()
        if vals.get("state") and not is_moved_by_machine(self.env):
            self._check_follows_work(vals["state"])
        result = super().write(vals)
        if vals.get("parent_id"):
            self._check_parent_is_seen()
        return result

    def _check_decided_by_user(self, names):
        """Refuse to those who only do a work what its manager and leader decide."""
        works = self.sudo().filtered("engineering_state").sudo(self.env.su)
        for task in works:
            if not {Role.MANAGER, Role.LEADER} & task._get_workflow_roles():
                self.check_access("write")
                raise AccessError(
                    self.env._(
                        "“%(fields)s” of the work “%(work)s” is decided by the manager"
                        " of its deal (%(manager)s) and the team leader. Ask one of"
                        " them.",
                        fields=", ".join(
                            self._fields[name]._description_string(self.env)
                            for name in sorted(names)
                        ),
                        work=task.display_name,
                        manager=task.sudo().engineering_manager_id.name
                        or self.env._("nobody yet"),
                    )
                )

    def _check_not_declined(self):
        """Refuse to give by hand a declined work, which nobody could accept."""
        for task in self.sudo():
            if task.engineering_state == WorkState.DECLINED:
                raise UserError(
                    self.env._(
                        "“%(work)s” is declined. Give it to somebody with the button"
                        " “Assign”, so that they can accept it.",
                        work=task.display_name,
                    )
                )

    def _check_may_be_repeated(self):
        """Refuse what makes tasks after a work, or takes it out of all lists."""
        for task in self.sudo().filtered("engineering_state"):
            self.check_access("write")
            raise UserError(
                self.env._(
                    "“%(work)s” is a work for the deal “%(deal)s”: it is no template"
                    " and does not repeat. What is to be done again is ordered, or"
                    " claimed, and is a work of its own.",
                    work=task.display_name,
                    deal=task.engineering_lead_id.name,
                )
            )

    def _check_follows_work(self, state):
        """Refuse to close or open by hand the task of a work."""
        for task in self.sudo().filtered("engineering_state"):
            due = task._get_task_state(task.engineering_state)
            if state != due and (state in CLOSED_STATES or due in CLOSED_STATES):
                self.check_access("write")
                raise UserError(
                    self.env._(
                        "“%(work)s” is a work for the deal “%(deal)s”: close it with"
                        " “Complete work” or “Cancel work”, and open a completed one"
                        " with “Return”.",
                        work=task.display_name,
                        deal=task.engineering_lead_id.sudo().name,
                    )
                )

    # === DELETE ===

    @api.ondelete(at_uninstall=False)
    def _unlink_except_work(self):
        self._check_no_open_work()
        for task in self.sudo():
            if task.engineering_state == WorkState.COMPLETED:
                raise UserError(
                    self.env._(
                        "“%(work)s” is completed and stays in the deal's history."
                        " Return it first.",
                        work=task.display_name,
                    )
                )

    def _check_no_open_work(self):
        for task in self.sudo():
            if task._is_open():
                self.check_access("write")
                raise UserError(
                    self.env._(
                        "“%(work)s” is an open work: cancel it first.",
                        work=task.display_name,
                    )
                )
