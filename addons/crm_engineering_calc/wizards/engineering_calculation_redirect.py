from odoo import api, fields, models
from odoo.fields import Command

from ..domain.workflows import CalculationEvent


class EngineeringCalculationRedirect(models.TransientModel):
    """One calculation, or many at once, for one reason: all of them or none."""

    _name = "engineering.calculation.redirect"
    _description = "Redirect Calculations"
    _inherit = ["engineering.calculation.dialog"]

    _target_event = CalculationEvent.REDIRECT.value

    calculation_ids = fields.Many2many(
        "engineering.calculation",
        "engineering_calculation_redirect_card_rel",
        "wizard_id",
        "calculation_id",
        string="Calculations",
        readonly=True,
    )
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
        help="Leave empty to send it to the team, which hands it out as it is set.",
    )
    engineer_ids = fields.Many2many(
        "res.users", string="Engineers of the Team", compute="_compute_engineer_ids"
    )
    absence_note = fields.Char(compute="_compute_absence_note")
    reason = fields.Text(required=True)
    has_visits = fields.Boolean(compute="_compute_has_visits")
    with_visits = fields.Boolean(
        "With the visits ahead",
        default=True,
        help="Whoever gets the calculation goes to the site, too; from a team, whoever"
        " takes it.",
    )

    def _prepare_defaults(self, records):
        defaults = super()._prepare_defaults(records)
        if defaults:
            defaults["calculation_ids"] = [Command.set(records.ids)]
        return defaults

    @api.depends("calculation_id", "calculation_ids")
    def _compute_team_id(self):
        for dialog in self:
            teams = dialog._get_cards().team_id
            dialog.team_id = dialog.team_id or (teams if len(teams) == 1 else False)

    @api.depends("calculation_id", "calculation_ids", "team_id")
    def _compute_engineer_ids(self):
        for dialog in self:
            team = dialog.sudo().team_id
            people = team._get_people()
            for company in dialog._get_cards().company_id:
                people &= team._get_people(company)
            dialog.engineer_ids = people

    @api.depends("engineer_id", "team_id")
    def _compute_absence_note(self):
        for dialog in self:
            company = dialog._get_cards().company_id[:1]
            dialog.absence_note = dialog.team_id._get_absence_note(
                dialog.engineer_id, company
            )

    @api.depends("calculation_id", "calculation_ids")
    def _compute_has_visits(self):
        for dialog in self:
            dialog.has_visits = bool(dialog._get_cards()._get_visits_of_holders())

    def _get_cards(self):
        return self.calculation_id | self.calculation_ids

    def action_confirm(self):
        """Redirect the calculations, all or none.

        :return: the action that ends the dialog
        :raises UserError: one can't be redirected, or the engineer is not of the team
        :raises AccessError: one is not the user's to redirect
        """
        self.ensure_one()
        self._get_cards()._send_event(self._target_event, **self._prepare_details())
        return self._close()

    def _prepare_details(self):
        return {
            **super()._prepare_details(),
            "team": self.team_id,
            "engineer": self.engineer_id,
            "reason": self.reason,
            "with_visits": self.with_visits,
        }

    def _get_closing_message(self):
        cards = self.sudo()._get_cards()
        return self.env._(
            "%(calculations)s: now with %(who)s.",
            calculations=", ".join(cards.mapped("display_name")),
            who=self.engineer_id.name or self.team_id.display_name,
        )
