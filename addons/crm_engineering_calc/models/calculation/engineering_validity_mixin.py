from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ...domain.workflow import Role
from ...domain.workflows import CalculationState
from ..common.concurrency import serialize

_lt = LazyTranslate(__name__)


class EngineeringValidityMixin(models.AbstractModel):
    """How long the prices of a completed calculation may be offered.

    What is older is offered when an engineer has confirmed it, or revised it.
    """

    _name = "engineering.validity.mixin"
    _inherit = ["engineering.workflow.mixin"]
    _description = "Validity of a calculation"

    prices_confirmed_on = fields.Datetime(readonly=True, copy=False)
    prices_confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    valid_until = fields.Date(compute="_compute_valid_until")
    is_outdated = fields.Boolean(compute="_compute_valid_until")
    can_confirm_prices = fields.Boolean(compute="_compute_can_confirm_prices")

    # === COMPUTE ===

    @api.depends(
        "completed_on",
        "direction_id.calculation_validity_days",
        "prices_confirmed_on",
        "state",
    )
    def _compute_valid_until(self):
        today = fields.Date.context_today(self)
        for calculation in self:
            days = calculation.direction_id.sudo().calculation_validity_days
            since = calculation.prices_confirmed_on or calculation.completed_on
            is_limited = calculation.state == CalculationState.COMPLETED and since
            calculation.valid_until = (
                days and is_limited and since.date() + timedelta(days=days)
            )
            calculation.is_outdated = (
                calculation.valid_until and calculation.valid_until < today
            )

    @api.depends("is_outdated", "team_id")
    @api.depends_context("uid")
    def _compute_can_confirm_prices(self):
        for calculation in self:
            calculation.can_confirm_prices = (
                calculation.is_outdated
                and Role.ENGINEER in calculation._get_workflow_roles()
            )

    # === CONFIRM ===

    def action_confirm_prices(self):
        """Say that the prices of older calculations still hold.

        :return: True
        :raises UserError: a calculation is not older than its direction allows
        :raises AccessError: the user is no engineer of the team
        """
        self.check_access("read")
        serialize(self)
        for calculation in self:
            calculation._check_can_confirm_prices()
        self.sudo()._as_machine().write(
            {
                "prices_confirmed_on": fields.Datetime.now(),
                "prices_confirmed_by_id": self.env.uid,
            }
        )
        self._drop_activities()
        for calculation in self:
            calculation.lead_id._notify_deal(
                _lt("The prices of %(link)s are confirmed", link=calculation)
            )
            calculation._notify_proposal_due(_lt("The prices are confirmed"))
        return True

    def _check_can_confirm_prices(self):
        self.ensure_one()
        if Role.ENGINEER not in self._get_workflow_roles():
            raise AccessError(
                self.env._(
                    "Only an engineer of the team may confirm the prices of"
                    " %(calculation)s. Ask for it with the button of the deal.",
                    calculation=self.display_name,
                )
            )
        if not self.is_outdated:
            raise UserError(
                self.env._(
                    "The prices of %(calculation)s need not be confirmed.",
                    calculation=self.display_name,
                )
            )

    def _ask_to_confirm_prices(self):
        """Ask whoever calculated, else the team; once, until it is done."""
        for calculation in self:
            people = calculation.engineer_id & calculation._get_team_engineers()
            people = people or calculation._get_team_engineers()
            asked = calculation.sudo().activity_ids.user_id
            calculation._notify_users(
                people - asked,
                _lt("The prices are to be confirmed, or calculated anew"),
                activity=_lt("Confirm the prices, or revise"),
            )

    def _still_asks(self):
        return super()._still_asks() or self.is_outdated
