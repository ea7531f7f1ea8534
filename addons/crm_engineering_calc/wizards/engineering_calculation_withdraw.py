from odoo import api, fields, models
from odoo.exceptions import UserError


class EngineeringCalculationWithdraw(models.TransientModel):
    _name = "engineering.calculation.withdraw"
    _description = "Withdraw Requests of a Deal"
    _inherit = ["engineering.dialog"]

    _target = "lead_id"
    _target_operation = "write"

    lead_id = fields.Many2one("crm.lead", "Deal", required=True, ondelete="cascade")
    available_calculation_ids = fields.Many2many(
        "engineering.calculation",
        string="Open Calculations",
        compute="_compute_available_calculation_ids",
    )
    calculation_ids = fields.Many2many(
        "engineering.calculation",
        "engineering_calculation_withdraw_rel",
        "wizard_id",
        "calculation_id",
        string="Calculations",
        compute="_compute_calculation_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('id', 'in', available_calculation_ids)]",
    )
    is_reason_needed = fields.Boolean(compute="_compute_is_reason_needed")
    reason = fields.Text()

    @api.depends("lead_id")
    def _compute_available_calculation_ids(self):
        for dialog in self:
            dialog.available_calculation_ids = (
                dialog.lead_id._get_calculations_to_withdraw()
            )

    @api.depends("lead_id")
    def _compute_calculation_ids(self):
        for dialog in self:
            dialog.calculation_ids = dialog.available_calculation_ids

    @api.depends("calculation_ids")
    def _compute_is_reason_needed(self):
        for dialog in self:
            dialog.is_reason_needed = any(
                card._is_begun() for card in dialog.calculation_ids
            )

    def action_confirm(self):
        """Withdraw the chosen requests.

        :return: the action that ends the dialog
        :raises UserError: none is chosen, one is of another deal or not open any more,
            or somebody has begun and is not told why
        """
        self.ensure_one()
        chosen = self.calculation_ids & self.available_calculation_ids
        if not chosen or chosen != self.calculation_ids:
            raise UserError(
                self.env._(
                    "Choose which open calculations of “%(deal)s” are withdrawn.",
                    deal=self.lead_id.name,
                )
            )
        self.lead_id._withdraw_calculations(chosen, self.reason)
        return self._close()
