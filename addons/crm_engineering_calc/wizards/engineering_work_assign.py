from odoo import api, fields, models

from ..domain.workflows import WorkEvent


class EngineeringWorkAssign(models.TransientModel):
    _name = "engineering.work.assign"
    _description = "Assign a Work"
    _inherit = ["engineering.work.dialog"]

    _target_event = WorkEvent.ASSIGN.value

    engineer_id = fields.Many2one(
        "res.users",
        compute="_compute_engineer_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('id', 'in', engineer_ids)]",
        help="Leave empty to let anyone of the team accept it.",
    )
    engineer_ids = fields.Many2many(
        "res.users", string="Engineers of the Team", compute="_compute_engineer_ids"
    )

    @api.depends("task_id")
    def _compute_engineer_ids(self):
        for dialog in self:
            dialog.engineer_ids = dialog.task_id._get_people_to_assign()

    @api.depends("task_id")
    def _compute_engineer_id(self):
        """Begin with who has the work, if he may still be given it."""
        for dialog in self:
            people = dialog.task_id._get_people_to_assign()
            dialog.engineer_id = (dialog.task_id.user_ids & people)[:1]

    def _prepare_details(self):
        return {**super()._prepare_details(), "engineer": self.engineer_id}
