from odoo import api, fields, models

from ..domain.workflows import WorkEvent
from ..models.work.work_conflicts import get_plan_notes


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

    plan_note = fields.Text("Against the Plan", compute="_compute_plan_note")

    @api.depends("engineer_id", "task_id")
    @api.depends_context("uid", "lang", "tz")
    def _compute_plan_note(self):
        """Say what the engineer has to do at the time of the work already."""
        for dialog in self:
            plan = dialog.task_id._origin._get_plan() if dialog.task_id else None
            notes = ()
            if plan and plan.start and plan.end:
                plan = plan._replace(users=dialog.engineer_id._origin)
                notes = get_plan_notes(self.env, [plan])[0]
            dialog.plan_note = "\n".join(notes)

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
