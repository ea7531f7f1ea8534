from odoo import fields, models

from ..common.field_groups import ENGINEERING


class ProjectTaskType(models.Model):
    _name = "project.task.type"
    _inherit = "project.task.type"

    engineering_state = fields.Selection(
        lambda self: self.env["project.task"]._get_state_selection(),
        "State of Works",
        groups=ENGINEERING,
        help="A work that reaches this state moves here by itself.",
    )
