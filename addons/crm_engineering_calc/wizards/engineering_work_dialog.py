from odoo import fields, models


class EngineeringWorkDialog(models.AbstractModel):
    _name = "engineering.work.dialog"
    _description = "Dialog about Works"
    _inherit = ["engineering.event.dialog"]

    _target = "task_id"

    task_id = fields.Many2one(
        "project.task", "Work", required=True, ondelete="cascade", readonly=True
    )
