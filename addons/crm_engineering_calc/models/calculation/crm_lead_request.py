from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..common.concurrency import serialize


class CrmLead(models.Model):
    """Who is asked to calculate a deal, and until when."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "engineering.deal.staff.mixin"]

    engineering_team_id = fields.Many2one(
        "engineering.team",
        compute="_compute_engineering_team_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
        tracking=True,
    )
    engineering_engineer_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        domain="[('share', '=', False)]",
        help="Leave empty to send the request to the whole team.",
        string="Engineer",
    )
    engineering_deadline = fields.Date("Calculation Needed By", tracking=True)

    engineering_is_sent = fields.Boolean(
        compute="_compute_engineering_is_sent",
        help="Engineers have the request: who they are is changed by them, or anew.",
    )

    @api.depends("engineering_calculation_ids.state", "engineering_direction_id")
    def _compute_engineering_is_sent(self):
        with_cards = self._origin._with_cards()
        for lead in self:
            deal = lead._origin.sudo()
            lead.engineering_is_sent = (
                deal in with_cards
                and deal.engineering_direction_id in deal._get_directions_in_work()
            )

    @api.depends("engineering_direction_id")
    def _compute_engineering_team_id(self):
        for lead in self:
            if lead.engineering_direction_id:
                lead.engineering_team_id = lead.engineering_direction_id.team_id

    # === CONSTRAINTS ===

    # The host takes a deal to the company of its seller or sales team.
    @api.constrains("company_id", "team_id", "user_id")
    def _check_company_of_calculations(self):
        """Keep a deal in the company whose engineers calculate it."""
        for card in self._with_cards()._search_open_calculations():
            lead = card.lead_id
            of_deal = lead.company_id or lead.user_id.company_ids
            if of_deal and card.company_id not in of_deal:
                raise ValidationError(
                    self.env._(
                        "“%(deal)s” is being calculated in %(company)s:"
                        " %(calculation)s. Withdraw the request, or wait until it is"
                        " completed, before the deal goes to another company.",
                        deal=lead.name,
                        company=card.company_id.name,
                        calculation=card.display_name,
                    )
                )

    # === REQUEST ===

    def action_request_calculation(self):
        """Send the deals to the engineers of their directions.

        :return: True, or for one deal that doesn't say who calculates it, or names an
            engineer who is away, the action that opens the dialog to choose
        :raises UserError: a deal has no direction or no team, is lost or archived, or
            is calculated in this direction already
        :raises AccessError: a deal is another manager's
        """
        self._check_managed_by_user()
        if len(self) == 1 and self._has_to_choose():
            return self.action_request_directions()
        for lead in self:
            lead._check_request()
        return self._request_calculations(
            [lead._prepare_calculation_values() for lead in self]
        )

    def _has_to_choose(self):
        """Return whether it is not said who calculates, or who is away is named."""
        team = self.sudo().engineering_team_id
        if not self.engineering_direction_id or not team:
            return True
        company = self._get_company_of_request(self.engineering_direction_id)
        return bool(team._get_absence_note(self.engineering_engineer_id, company))

    def action_request_directions(self):
        """Ask in which directions the deal is to be calculated, and by whom.

        :return: the action that opens the dialog
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._check_managed_by_user()
        return self._open_dialog(
            "engineering.calculation.request", self.env._("Send for calculation")
        )

    def _request_calculations(self, vals_list):
        """Send requests with the values of their calculations, all or none."""
        self._check_managed_by_user()
        serialize(self)
        self.env["engineering.calculation"].create(vals_list)
        return True

    def _check_request(self):
        self.ensure_one()
        if not self.engineering_direction_id:
            raise UserError(
                self.env._(
                    "“%(deal)s” has no direction. Choose one: it decides who"
                    " calculates, and from which services.",
                    deal=self.name,
                )
            )
        if not self.engineering_team_id:
            raise UserError(
                self.env._(
                    "“%(deal)s” has no engineering team. Choose one, or let the"
                    " administrator set the team of “%(direction)s”.",
                    deal=self.name,
                    direction=self.engineering_direction_id.display_name,
                )
            )

    def _get_directions_in_work(self):
        """Return the directions in which the deal is being calculated."""
        calculations = self.engineering_calculation_ids.filtered(
            lambda calculation: calculation._is_open()
        )
        return calculations.direction_id

    def _prepare_calculation_values(self):
        direction = self.engineering_direction_id
        return {
            "lead_id": self.id,
            "direction_id": direction.id,
            "team_id": self.engineering_team_id.id,
            "engineer_id": self.engineering_engineer_id.id,
            **self._prepare_request_values(),
            "company_id": self._get_company_of_request(direction).id,
        }

    def _get_company_of_request(self, direction):
        return self.company_id or direction.company_id or self.env.company

    # === MERGE ===

    def _merge_get_fields(self):
        return [
            *super()._merge_get_fields(),
            "engineering_team_id",
            "engineering_engineer_id",
            "engineering_deadline",
        ]
