from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.common.concurrency import serialize
from ..models.common.field_groups import ENGINEER, LEADER, SALES
from ..models.common.finite_fields import FiniteFloat


class EngineeringSetup(models.TransientModel):
    """A direction with all that its first request needs, in one dialog."""

    _name = "engineering.setup"
    _description = "Set Up Engineering"
    _inherit = ["engineering.dialog"]

    name = fields.Char("Direction", required=True)
    company_id = fields.Many2one("res.company")
    team_id = fields.Many2one(
        "engineering.team",
        ondelete="cascade",
        help="Who gets the requests. Leave empty to make a team of the same name.",
    )
    leader_id = fields.Many2one(
        "res.users",
        compute="_compute_people",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('share', '=', False)]",
    )
    engineer_ids = fields.Many2many(
        "res.users",
        string="Engineers",
        compute="_compute_people",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('share', '=', False)]",
    )
    service_ids = fields.One2many("engineering.setup.service", "setup_id", "Services")
    response_hours = FiniteFloat(
        "Take Within (working hours)",
        default=lambda self: self.env["engineering.direction"].default_get(
            ["response_hours"]
        )["response_hours"],
        help="Promise to the manager: a request is taken within this time, by the"
        " working hours of the team.",
    )
    calculation_hours = FiniteFloat(
        "Calculate Within (working hours)",
        help="Promise to the manager: the prices are there within this time from the"
        " request. Waiting for an answer or a site visit does not count. Zero: nothing"
        " is promised.",
    )
    project_id = fields.Many2one(
        "project.project",
        ondelete="cascade",
        domain="[('is_template', '=', False)]",
        help="Where works are tasks. Leave empty to make a project of the same name.",
    )
    sales_team_ids = fields.Many2many(
        "crm.team",
        string="Pipeline Columns for",
        default=lambda self: self._get_only_sales_team(),
        help="Sales teams whose pipelines get a column for each step of engineering.",
    )
    direction_id = fields.Many2one(
        "engineering.direction", "Made", readonly=True, ondelete="cascade"
    )

    @api.model
    def _get_only_sales_team(self):
        teams = self.env["crm.team"].search([], limit=2)
        return teams if len(teams) == 1 else teams.browse()

    @api.depends("team_id")
    def _compute_people(self):
        for setup in self.filtered("team_id"):
            setup.leader_id = setup.team_id.leader_id
            setup.engineer_ids = setup.team_id.member_ids

    def action_confirm(self):
        """Make the direction and what belongs to it, and open a first request.

        :raises UserError: nobody calculates, nothing is sold, or the name is taken
        """
        self.ensure_one()
        serialize(self)
        if not self.direction_id:
            self._check_filled()
            self._give_roles(self.leader_id, LEADER)
            self._give_roles(self.engineer_ids, ENGINEER)
            self.team_id = self._save_team()
            self.direction_id = self.env["engineering.direction"].create(
                self._prepare_direction_values()
            )
            self.direction_id._get_project()
            self.service_ids._save_prices()
            self.sales_team_ids.action_add_engineering_columns()
        return self._open_first_request()

    def _check_filled(self):
        if not self.leader_id | self.engineer_ids:
            raise UserError(
                self.env._(
                    "Choose a leader or an engineer: somebody must take the requests of"
                    " “%(direction)s”.",
                    direction=self.name,
                )
            )
        if not self.service_ids:
            raise UserError(
                self.env._(
                    "Add the services that “%(direction)s” is calculated with: one at"
                    " least.",
                    direction=self.name,
                )
            )
        same = [("name", "=", self.name), ("company_id", "=", self.company_id.id)]
        if self.env["engineering.direction"].search_count(same, limit=1):
            raise UserError(
                self.env._(
                    "There is a direction “%(direction)s” already. Choose another name,"
                    " or change it under Configuration → Directions.",
                    direction=self.name,
                )
            )

    def _give_roles(self, users, group):
        """Let `users` do what is asked of them, as far as one may give roles."""
        lacking = users.filtered(lambda user: not user.has_group(group))
        if not lacking:
            return
        role = self.env.ref(group)
        if not lacking.has_access("write"):
            raise UserError(
                self.env._(
                    "These users lack the role “%(role)s”: %(names)s. Ask who"
                    " manages users to give it to them, or choose others.",
                    role=role.name,
                    names=", ".join(lacking.mapped("name")),
                )
            )
        lacking.group_ids = [Command.link(role.id)]

    def _save_team(self):
        people = {
            "leader_id": self.leader_id.id,
            "member_ids": [Command.set(self.engineer_ids.ids)],
        }
        if self.team_id:
            self.team_id.write(people)
            return self.team_id
        return self.team_id.create(
            {"name": self.name, "company_id": self.company_id.id, **people}
        )

    def _prepare_direction_values(self):
        return {
            "name": self.name,
            "company_id": self.company_id.id,
            "team_id": self.team_id.id,
            "project_id": self.project_id.id,
            "response_hours": self.response_hours,
            "calculation_hours": self.calculation_hours,
            "product_tmpl_ids": [Command.set(self.service_ids.product_tmpl_id.ids)],
        }

    def _open_first_request(self):
        """Open a deal that can be sent, or the direction to who sells nothing."""
        direction = self.direction_id
        if not self.env.user.has_group(SALES):
            return direction._get_records_action(name=direction.display_name)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("First Request"),
            "res_model": "crm.lead",
            "views": [(self.env.ref("crm.crm_lead_view_form").id, "form")],
            "context": {
                "default_type": "opportunity",
                "default_name": self.env._(
                    "First request: %(direction)s", direction=direction.name
                ),
                "default_engineering_direction_id": direction.id,
                **(
                    {"default_team_id": self.sales_team_ids[0].id}
                    if self.sales_team_ids
                    else {}
                ),
            },
        }
