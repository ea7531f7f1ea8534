from odoo import api, models
from odoo.exceptions import UserError

from ...domain.workflows import WorkState
from ..common.own_fields_mixin import is_moved_by_machine


class ProjectTask(models.Model):
    """The column of a work's task follows the work.

    A project says by its columns which state each is for. Those that are for none are
    free: in them, people order works as they like.
    """

    _name = "project.task"
    _inherit = "project.task"

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        tasks.sudo().filtered("engineering_state")._follow_state()
        return tasks

    def write(self, vals):
        if vals.get("stage_id") and not is_moved_by_machine(self.env):
            self._check_stage_follows(vals["stage_id"])
        completed = self._filter_completed() if "stage_id" in vals else self.browse()
        if not completed or completed == self:
            return super().write(vals)
        # The host adds its values to those that it is given.
        for tasks in (completed, self - completed):
            result = super(ProjectTask, tasks).write(dict(vals))
        return result

    # Whoever moves a task need not see what makes it a work, hence superuser.
    def _filter_completed(self):
        works = self.sudo().filtered(
            lambda task: task.engineering_state == WorkState.COMPLETED
        )
        return works.sudo(self.env.su)

    def update_date_end(self, stage_id):
        """Return the host's values; works that are completed keep when they were.

        The host forgets it in columns that are not folded.
        """
        values = super().update_date_end(stage_id)
        return {} if self and self._filter_completed() == self else values

    def _check_stage_follows(self, stage_id):
        """Refuse to drag a work to the column of another state."""
        state = self.env["project.task.type"].sudo().browse(stage_id).engineering_state
        for task in self.sudo().filtered("engineering_state"):
            if state and state != task.engineering_state:
                self.check_access("write")
                raise UserError(
                    self.env._(
                        "“%(work)s” is in the state “%(state)s”, and its column"
                        " follows it. Move it with the buttons of the work: accept,"
                        " complete, return or cancel it.",
                        work=task.display_name,
                        state=task._get_state_label(task.engineering_state),
                    )
                )

    # === WORKFLOW ===

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        self.sudo()._follow_state()
        return result

    # Whoever does a work need not be able to move tasks, hence superuser in callers.
    def _follow_state(self):
        """Move works to the columns that their projects have for their states."""
        for (project, state), works in self.grouped(
            lambda work: (work.project_id, work.engineering_state)
        ).items():
            stages = project.type_ids.filtered(
                lambda stage, state=state: stage.engineering_state == state
            )
            elsewhere = works.filtered(
                lambda work, stages=stages: work.stage_id not in stages
            )
            if stages and elsewhere:
                elsewhere._as_machine().stage_id = stages[0]
