from odoo import api, models


class ProjectProject(models.Model):
    _name = "project.project"
    _inherit = ["project.project", "engineering.deletion.mixin"]

    @api.model
    def _get_needs(self):
        return [
            *super()._get_needs(),
            (self.env._("directions"), "engineering.direction", "project_id"),
        ]

    def _get_deletion_remedy(self):
        return self.env._("Give these directions another project first.")

    def _let_tasks_depend(self):
        """Let tasks of the project wait for one another, as the host's switch does."""
        self.filtered(
            lambda project: not project.allow_task_dependencies
        ).allow_task_dependencies = True

    @api.onchange("sale_line_id")
    def _onchange_sale_line_id(self):
        # The host looks at a field that only sellers have, and refuses the form of a
        # new project to everybody else.
        if not self._has_field_access(self._fields["reinvoiced_sale_order_id"], "read"):
            return None
        return super()._onchange_sale_line_id()
