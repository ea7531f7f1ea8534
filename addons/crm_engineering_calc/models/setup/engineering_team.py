from odoo import api, fields, models
from odoo.fields import Domain

from ...domain.workflows import CalculationState as State
from ..common.field_groups import ENGINEER


class EngineeringTeam(models.Model):
    _name = "engineering.team"
    _description = "Engineering Team"
    _inherit = [
        "mail.thread",
        "engineering.archive.mixin",
        "engineering.deletion.mixin",
        "engineering.plain.text.mixin",
        "engineering.team.dispatch.mixin",
    ]
    _order = "sequence, name, id"
    _check_company_auto = True
    _calculation_field = "team_id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    leader_id = fields.Many2one(
        "res.users", check_company=True, tracking=True, domain="[('share', '=', False)]"
    )
    member_ids = fields.Many2many(
        "res.users",
        "engineering_team_member_rel",
        "team_id",
        "user_id",
        string="Engineers",
        check_company=True,
        tracking=True,
        domain="[('share', '=', False)]",
    )
    is_led_by_user = fields.Boolean(
        compute="_compute_is_of_user",
        compute_sudo=True,
        export_string_translation=False,
    )
    is_of_user = fields.Boolean(
        compute="_compute_is_of_user",
        compute_sudo=True,
        export_string_translation=False,
    )
    # A calendar belongs to a company by default, and a team may work for all.
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Hours",
        tracking=True,
        help="Promises are counted in these hours, without holidays. Empty: those of"
        " the company.",
    )
    calculation_ids = fields.One2many("engineering.calculation", "team_id")
    requested_count = fields.Integer(compute="_compute_counts")
    in_progress_count = fields.Integer(compute="_compute_counts")
    waiting_count = fields.Integer(compute="_compute_counts")

    @api.depends("leader_id", "member_ids")
    @api.depends_context("uid")
    def _compute_is_of_user(self):
        for team in self:
            team.is_led_by_user = team.leader_id == self.env.user
            team.is_of_user = self.env.user in team.member_ids

    @api.depends("calculation_ids.state")
    def _compute_counts(self):
        counts = {
            (team.id, state): count
            for team, state, count in self.env["engineering.calculation"]._read_group(
                [("team_id", "in", self.ids)], ["team_id", "state"], ["__count"]
            )
        }
        for team in self:
            team.requested_count = counts.get((team.id, State.REQUESTED), 0)
            team.in_progress_count = counts.get((team.id, State.IN_PROGRESS), 0)
            team.waiting_count = counts.get((team.id, State.WAITING), 0)

    def _get_reason_to_keep(self):
        return super()._get_reason_to_keep() or self._get_directions_to_keep_for()

    def _get_directions_to_keep_for(self):
        directions = self.env["engineering.direction"].sudo()
        directions = directions.search([("team_id", "=", self.id)])
        return directions and self.env._(
            "Requests of these directions go to “%(team)s”: %(directions)s. Give them"
            " another team first.",
            team=self.display_name,
            directions=", ".join(directions.mapped("display_name")),
        )

    @api.model
    def _get_needs(self):
        return [
            *super()._get_needs(),
            (self.env._("directions"), "engineering.direction", "team_id"),
            (self.env._("deals"), "crm.lead", "engineering_team_id"),
            (self.env._("calculations"), "engineering.calculation", "team_id"),
            (self.env._("works"), "project.task", "engineering_team_id"),
        ]

    def _get_engineers(self, company=None):
        """Return the users that a request to the team, of a company, reaches."""
        people = self._get_people(company)
        return people & self.member_ids or people

    def _get_people(self, company=None):
        """Return the members and the leader who are still engineers, of a company.

        Who has left, or has lost the role, would not see what is addressed to them.
        """
        return (self.member_ids | self.leader_id).filtered(
            lambda user: (
                user.active
                and user.has_group(ENGINEER)
                and (not company or company in user.company_ids)
            )
        )

    def _get_leader(self):
        """Return the leader, unless they are gone."""
        return self.leader_id & self._get_people()

    # === PEOPLE WHO LEAVE ===

    def write(self, vals):
        if {"leader_id", "member_ids"}.isdisjoint(vals):
            return super().write(vals)
        before = {team: team._get_people() for team in self.sudo()}
        result = super().write(vals)
        for team, people in before.items():
            if left := people - team._get_people():
                self._take_back_from(left, team)
        return result

    @api.model
    def _take_back_from(self, users, team=None):
        """Give the teams of users who have left, or that one, what they had to do.

        Whoever deactivates a user or changes a team need have no right to the cards of
        it, hence superuser.
        """
        teams = team or self.sudo()._search_teams_of(users)
        for model in self._get_models_of_cards():
            cards = self.env[model].sudo()
            cards._take_back_from(users, team)
            cards._notify_others(users, teams)

    @api.model
    def _search_teams_of(self, users):
        """Return the teams that users are in, also those who are deactivated."""
        return self.with_context(active_test=False).search(
            Domain("member_ids", "in", users.ids) | Domain("leader_id", "in", users.ids)
        )

    @api.model
    def _get_models_of_cards(self):
        """Return the models of what people of a team do. To be extended.

        A model of yours inherits `engineering.staff.mixin`.
        """
        return ["engineering.calculation", "calendar.event", "project.task", "crm.lead"]

    def action_hand_over(self):
        """Ask who leaves the team, and who goes on with what is open.

        :return: the action that opens the dialog
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc.engineering_team_leave_action"
        )
        return {**action, "context": {"default_team_id": self.id}}

    def action_view_calculations(self):
        """Return the action that lists the open calculations of the teams."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc.engineering_calculation_action"
        )
        action["domain"] = [("team_id", "in", self.ids)]
        action["context"] = {"search_default_open": 1}
        return action
