from odoo import api, fields, models
from odoo.exceptions import UserError


class EngineeringCalculationRequestLine(models.TransientModel):
    _name = "engineering.calculation.request.line"
    _description = "Request to a Direction"
    _inherit = ["engineering.dialog"]

    wizard_id = fields.Many2one(
        "engineering.calculation.request", required=True, ondelete="cascade"
    )
    direction_id = fields.Many2one(
        "engineering.direction", required=True, ondelete="cascade"
    )
    team_id = fields.Many2one(
        "engineering.team",
        compute="_compute_team_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        ondelete="cascade",
    )
    engineer_id = fields.Many2one(
        "res.users",
        compute="_compute_engineer_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('id', 'in', available_engineer_ids)]",
        help="Leave empty to send the request to the whole team.",
    )
    available_engineer_ids = fields.Many2many(
        "res.users",
        string="Engineers of the Team",
        compute="_compute_available_engineer_ids",
    )

    @api.depends("direction_id")
    def _compute_team_id(self):
        for line in self:
            line.team_id = (
                line.wizard_id.lead_id.engineering_team_id
                if line._is_of_deal()
                else line.direction_id.team_id
            ) or line.direction_id.team_id

    @api.depends("direction_id", "team_id")
    def _compute_engineer_id(self):
        for line in self:
            lead = line.wizard_id.lead_id
            engineer = line.engineer_id or (
                line._is_of_deal() and lead.engineering_engineer_id
            )
            available = line.available_engineer_ids._origin
            line.engineer_id = engineer and engineer & available

    @api.depends("team_id")
    def _compute_available_engineer_ids(self):
        for line in self:
            line.available_engineer_ids = line.sudo().team_id._get_people(
                line.wizard_id.lead_id.company_id
            )

    def _is_of_deal(self):
        """Return whether the deal itself says who calculates the direction."""
        return self.direction_id == self.wizard_id.lead_id.engineering_direction_id

    def _get_absence_note(self):
        company = self.wizard_id.lead_id._get_company_of_request(self.direction_id)
        return self.team_id._get_absence_note(self.engineer_id, company)

    def _prepare_kept(self):
        return {"team_id": self.team_id.id, "engineer_id": self.engineer_id.id}

    def _prepare_request_values(self):
        """Return what the calculation has of its own, beside what the deal says."""
        self.ensure_one()
        lead = self.wizard_id.lead_id
        if not self.team_id:
            raise UserError(
                self.env._(
                    "Who calculates “%(direction)s”? Choose a team, or let the"
                    " administrator set that of the direction.",
                    direction=self.direction_id.display_name,
                )
            )
        return {
            **lead._prepare_calculation_values(),
            "direction_id": self.direction_id.id,
            "team_id": self.team_id.id,
            "engineer_id": self.engineer_id.id,
            "company_id": lead._get_company_of_request(self.direction_id).id,
        }
