from odoo import api, fields, models
from odoo.fields import Command

from ...domain.workflows import WorkState
from ..common.field_groups import ENGINEERING

COLUMNS = (
    WorkState.ASSIGNED.value,
    WorkState.ACCEPTED.value,
    WorkState.COMPLETED.value,
    WorkState.CANCELLED.value,
)


class ProjectTaskType(models.Model):
    _name = "project.task.type"
    _inherit = "project.task.type"

    engineering_state = fields.Selection(
        lambda self: self.env["project.task"]._get_state_selection(),
        "State of Works",
        groups=ENGINEERING,
        help="A work that reaches this state moves here by itself.",
    )

    # === COLUMNS OF WORKS ===

    @api.model
    def default_get(self, fields_list):
        """Offer a column that is added to those of works to all projects of works."""
        values = super().default_get(fields_list)
        if self.env.context.get("engineering_columns_of_works"):
            projects = (
                self.env["engineering.direction"]
                .search([("project_id", "!=", False)])
                .project_id
            )
            values |= {"project_ids": [Command.set(projects.ids)], "user_id": False}
        return values

    @api.model
    def _prepare_columns_of_works(self):
        """Return the commands that give a new project a column for each state.

        A declined work waits in the first one to be assigned again.
        """
        labels = dict(self.env["project.task"]._get_state_selection())
        return [
            Command.create(
                {
                    "name": labels[state],
                    "sequence": position,
                    "fold": state == WorkState.CANCELLED.value,
                    "engineering_state": state,
                    "user_id": False,
                }
            )
            for position, state in enumerate(COLUMNS, start=1)
        ]

    def _name_as_states(self):
        """Name the columns as their states are, in each language."""
        for lang, _name in self.env["res.lang"].get_installed():
            columns = self.with_context(lang=lang)
            labels = dict(columns.env["project.task"]._get_state_selection())
            for column in columns:
                column.name = labels[column.engineering_state]

    def _map_to_states(self):
        """Say which of a project's columns works go to, where none says so yet.

        Works begin in the first column, go on in the second, and end in the first that
        is folded, or in the last. The columns between stay free.
        """
        if len(self) < 2 or any(self.mapped("engineering_state")):
            return
        columns = self.sorted()
        done = columns[1:].filtered("fold")[:1] or columns[-1]
        columns[0].engineering_state = WorkState.ASSIGNED.value
        done.engineering_state = WorkState.COMPLETED.value
        if columns[1] != done:
            columns[1].engineering_state = WorkState.ACCEPTED.value
