from odoo import api, fields, models


class EngineeringWorkClaim(models.TransientModel):
    _name = "engineering.work.claim"
    _description = "Claim on a Work"
    _inherit = ["engineering.dialog"]

    _target = "task_id"

    task_id = fields.Many2one(
        "project.task", "Work", required=True, ondelete="cascade", readonly=True
    )
    reason = fields.Text("What is Claimed", required=True)
    available_engineer_ids = fields.Many2many(
        "res.users", compute="_compute_available_engineer_ids"
    )
    engineer_id = fields.Many2one(
        "res.users",
        compute="_compute_engineer_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('id', 'in', available_engineer_ids)]",
        help="Leave empty to offer the work to the whole team.",
    )

    @api.depends("task_id")
    def _compute_available_engineer_ids(self):
        for wizard in self:
            work = wizard.task_id._origin
            wizard.available_engineer_ids = work and work._get_people_to_assign()

    @api.depends("task_id")
    def _compute_engineer_id(self):
        """Propose who has done the work, while he is of the team."""
        for wizard in self:
            people = wizard.available_engineer_ids._origin
            wizard.engineer_id = (wizard.task_id.user_ids & people)[:1]

    def action_confirm(self):
        """Create the free work, and open it.

        :raises UserError: the work is in no act, or the engineer not of its team
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._confirm_once()
        claim = self.task_id._create_claim(self.reason, self.engineer_id)
        return claim._get_work_action()
