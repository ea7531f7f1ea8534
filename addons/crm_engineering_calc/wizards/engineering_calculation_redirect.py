from odoo import api, fields, models

from ..domain.workflows import CalculationEvent


class EngineeringCalculationRedirect(models.TransientModel):
    _name = "engineering.calculation.redirect"
    _description = "Redirect a Calculation"
    _inherit = ["engineering.calculation.dialog"]

    _target_event = CalculationEvent.REDIRECT.value

    team_id = fields.Many2one(
        "engineering.team",
        compute="_compute_team_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    engineer_id = fields.Many2one(
        "res.users",
        domain="[('id', 'in', engineer_ids)]",
        help="Leave empty to send it to the whole team.",
    )
    engineer_ids = fields.Many2many(
        "res.users", string="Engineers of the Team", compute="_compute_engineer_ids"
    )
    reason = fields.Text(required=True)

    @api.depends("calculation_id")
    def _compute_team_id(self):
        for dialog in self:
            dialog.team_id = dialog.team_id or dialog.calculation_id.team_id

    @api.depends("calculation_id", "team_id")
    def _compute_engineer_ids(self):
        for dialog in self:
            dialog.engineer_ids = dialog.sudo().team_id._get_people(
                dialog.calculation_id.company_id
            )

    def _prepare_details(self):
        return {
            **super()._prepare_details(),
            "team": self.team_id,
            "engineer": self.engineer_id,
            "reason": self.reason,
        }

    def _get_closing_message(self):
        return self.env._(
            "%(calculation)s is now with %(who)s.",
            calculation=self.sudo().calculation_id.display_name,
            who=self.engineer_id.name or self.team_id.display_name,
        )
