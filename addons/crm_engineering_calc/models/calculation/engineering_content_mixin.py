from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain.workflow import Role
from ..common.concurrency import hold
from ..common.own_fields_mixin import is_moved_by_machine


class EngineeringContentMixin(models.AbstractModel):
    """What engineers write in a card, as long as it is open."""

    _name = "engineering.content.mixin"
    _inherit = ["engineering.workflow.mixin"]
    _description = "Content of a card that is open"

    can_edit = fields.Boolean(compute="_compute_can_edit")

    @api.depends("state", "team_id", "engineer_id")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        for calculation in self:
            is_active = calculation.state in self._get_workflow().active_states
            calculation.can_edit = is_active and bool(
                {Role.ENGINEER, Role.LEADER} & calculation._get_workflow_roles()
            )

    # === CRUD ===

    def write(self, vals):
        by_hand = not is_moved_by_machine(self.env)
        if by_hand and self._get_content_fields().intersection(vals):
            self._check_can_edit()
        return super().write(vals)

    @api.model
    def _get_content_fields(self):
        """Return what the engineer writes while the card is open. To be extended."""
        return {"currency_id", "deadline", "need", "priority"}

    def _check_can_edit(self):
        hold(self)
        for calculation in self:
            if not calculation.can_edit:
                raise UserError(
                    self.env._(
                        "%(calculation)s is in the state “%(state)s”: only an engineer"
                        " of “%(team)s” may change it, and only while it is open.",
                        calculation=calculation.display_name,
                        state=calculation._get_state_label(calculation.state),
                        team=calculation.sudo().team_id.display_name,
                    )
                )
