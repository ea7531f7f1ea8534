from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain.workflow import Role
from ..models.common.client_ids import are_ids


class EngineeringTeamLeave(models.TransientModel):
    """All that is open of a person who leaves, handed over in one go.

    Its user is the leader of what is handed over, or an administrator.
    """

    _name = "engineering.team.leave"
    _description = "Hand Over"
    _inherit = ["engineering.dialog"]

    team_id = fields.Many2one(
        "engineering.team",
        ondelete="cascade",
        help="Leave empty to hand over what the person has in all teams that you lead.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Who Leaves",
        required=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
    )
    engineer_id = fields.Many2one(
        "res.users",
        "Who Goes On",
        ondelete="cascade",
        domain="[('id', 'in', engineer_ids)]",
        help="Leave empty to give all back to the teams.",
    )
    engineer_ids = fields.Many2many(
        "res.users", string="Engineers", compute="_compute_engineer_ids"
    )
    reason = fields.Text(required=True)
    calculation_ids = fields.Many2many(
        "engineering.calculation", string="Calculations", compute="_compute_cards"
    )
    visit_ids = fields.Many2many(
        "calendar.event", string="Visits", compute="_compute_cards"
    )
    work_ids = fields.Many2many(
        "project.task", string="Works", compute="_compute_cards"
    )
    absence_note = fields.Char(compute="_compute_absence_note")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        context = self.env.context
        marked = context.get("active_ids") or [context.get("active_id")]
        is_marked = context.get("active_model") == "res.users" and are_ids(marked)
        if is_marked and len(marked) == 1:
            values.setdefault("user_id", marked[0])
        return values

    @api.depends("user_id", "team_id")
    def _compute_cards(self):
        for dialog in self:
            dialog.calculation_ids = dialog._find("engineering.calculation")
            dialog.visit_ids = dialog._find(
                "calendar.event", "engineering_calculation_id"
            )
            dialog.work_ids = dialog._find("project.task")

    def _find(self, model, card=None):
        """Return what the person has still to do, and the user leads.

        :param card: the field with the card whose leader decides; none: the record is
        """
        found = self.env[model]._search_of(self.user_id._origin, self.team_id._origin)
        return found.filtered(
            lambda record: (
                Role.LEADER in (record[card] if card else record)._get_workflow_roles()
            )
        )

    @api.depends("user_id", "team_id")
    def _compute_engineer_ids(self):
        for dialog in self:
            dialog.engineer_ids = dialog._get_who_may_go_on() - dialog.user_id

    def _get_who_may_go_on(self):
        """Return the people who may have all that is handed over."""
        cards = [*self.calculation_ids.sudo(), *self.work_ids.sudo()]
        if not cards:
            return self.sudo().team_id._get_people()
        people = cards[0]._get_possible_holders()
        for card in cards:
            people &= card._get_possible_holders()
        return people

    @api.depends("engineer_id", "user_id", "team_id")
    def _compute_absence_note(self):
        for dialog in self:
            cards = dialog.calculation_ids
            team = dialog.team_id or cards.team_id[:1]
            company = cards.company_id[:1] or self.env.company
            dialog.absence_note = team._get_absence_note(dialog.engineer_id, company)

    def action_confirm(self):
        """Hand all of it over, or nothing.

        :return: the action that closes the dialog
        :raises UserError: nothing is open, or the engineer may not have all of it
        """
        self.ensure_one()
        handed_over = [self.calculation_ids, self.visit_ids, self.work_ids]
        self._check_hand_over(handed_over)
        for records in handed_over:
            records.sudo()._hand_over(self.user_id, self.engineer_id, self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _check_hand_over(self, handed_over):
        if not any(handed_over):
            raise UserError(
                self.env._(
                    "%(person)s has nothing open that is yours to hand over.",
                    person=self.user_id.name,
                )
            )
        if self.engineer_id - self.engineer_ids:
            raise UserError(
                self.env._(
                    "%(engineer)s is not in the teams of all that %(person)s has."
                    " Choose somebody else, or hand over team by team.",
                    engineer=self.engineer_id.name,
                    person=self.user_id.name,
                )
            )
