from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import WorkEvent
from ..common.field_groups import ENGINEERING
from ..common.own_fields_mixin import is_moved_by_machine

_lt = LazyTranslate(__name__)


class ProjectTask(models.Model):
    """Works that come one after another: the host's dependencies between tasks.

    Who does a later one may accept it at any time, so that his day can be planned; it
    is completed only after those before it.
    """

    _name = "project.task"
    _inherit = "project.task"

    engineering_predecessor_ids = fields.Many2many(
        "project.task",
        string="Comes After",
        compute="_compute_engineering_predecessor_ids",
        groups=ENGINEERING,
        help="What is to be completed before this work, of what you may see.",
    )

    @api.depends("depend_on_ids.engineering_state", "depend_on_ids.state")
    @api.depends_context("uid")
    def _compute_engineering_predecessor_ids(self):
        for task in self:
            before = task._get_open_predecessors().with_env(self.env)
            task.engineering_predecessor_ids = before._filtered_access("read")

    @api.model
    def _get_decided_fields(self):
        return super()._get_decided_fields() | {"depend_on_ids", "dependent_ids"}

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        if not is_moved_by_machine(self.env):
            tasks._check_decide_what_follows(tasks.sudo().dependent_ids)
        return tasks

    def write(self, vals):
        if "dependent_ids" not in vals:
            return super().write(vals)
        before = {task: task.dependent_ids for task in self.sudo()}
        result = super().write(vals)
        for task, works in before.items():
            after = task.dependent_ids
            self._check_decide_what_follows((works - after) | (after - works))
        return result

    def _check_decide_what_follows(self, tasks):
        """Let nobody say from the other side what is done before a work of others."""
        tasks.with_env(self.env)._check_decided_by_user({"depend_on_ids"})

    def _resolve_copied_dependencies(self, copied_tasks):
        """Let works wait for no copy: it is a task, and nobody's to complete for them.

        The host gives a copy all that its original has, hence superuser.
        """
        copies = copied_tasks.sudo()
        result = super()._resolve_copied_dependencies(copies)
        for task in copies | copies._get_all_subtasks():
            if works := task.dependent_ids.filtered("engineering_state"):
                task.dependent_ids -= works
        return result

    # === WHAT COMES BEFORE ===

    def _get_open_predecessors(self):
        """Return what is to be done before a work, and is not yet.

        Whoever does it need not see the works of others, hence superuser.
        """
        return self.sudo().depend_on_ids.filtered(
            lambda task: not task.is_closed and not task._is_of_ended_work()
        )

    def _is_of_ended_work(self):
        """Return whether the task is a work that nobody has to do any more."""
        return bool(self.engineering_state) and not self._is_open()

    def _get_missing_to_complete(self):
        texts = super()._get_missing_to_complete()
        texts += [
            self.env._(
                "“%(work)s” comes before it. Wait until it is completed, or let the"
                " team leader take it out of “Comes After”.",
                work=work.name,
            )
            for work in self._get_open_predecessors()
        ]
        return texts

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        works = self.sudo()
        if event in (WorkEvent.ACCEPT, WorkEvent.RETURN):
            # The host shows what waits for another task.
            self.env.add_to_compute(self._fields["state"], works)
        if event == WorkEvent.COMPLETE:
            works._tell_next_stages(
                _lt("What comes before is done: the work can begin")
            )
        if event == WorkEvent.CANCEL:
            works._tell_next_stages(
                _lt("What comes before is cancelled: the work need not wait for it")
            )
        return result

    def _tell_next_stages(self, text):
        """Tell who does what comes after the works, and can begin now."""
        for work in self.dependent_ids - self:
            if work._is_open() and not work._get_open_predecessors():
                work._notify_users(work._get_addressees(), text)
