from odoo import api, fields, models

from ..common.field_groups import ENGINEERING


class ProjectTask(models.Model):
    """A work tells whether its services stand in sections of the order."""

    _name = "project.task"
    _inherit = "project.task"

    engineering_has_sections = fields.Boolean(
        compute="_compute_engineering_has_sections",
        groups=ENGINEERING,
        export_string_translation=False,
    )

    @api.depends("engineering_work_line_ids.section")
    def _compute_engineering_has_sections(self):
        for task in self:
            lines = task.engineering_work_line_ids
            task.engineering_has_sections = any(lines.mapped("section"))
