from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.field_groups import ENGINEERING


class CrmLead(models.Model):
    """Calculations of a deal that are too old to be offered as they are."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_outdated_ids = fields.Many2many(
        "engineering.calculation",
        string="Outdated Calculations",
        compute="_compute_engineering_outdated_ids",
        groups=ENGINEERING,
    )

    @api.depends("engineering_completed_variant_ids.calculation_id.is_outdated")
    @api.depends_context("uid")
    def _compute_engineering_outdated_ids(self):
        for lead in self:
            calculations = lead.engineering_completed_variant_ids.calculation_id
            lead.engineering_outdated_ids = calculations.filtered("is_outdated")

    def action_ask_to_confirm_prices(self):
        """Ask the engineers whether the prices of outdated calculations still hold.

        :return: True
        :raises UserError: the deal is lost or archived
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._check_managed_by_user()
        self._check_active()
        self.engineering_outdated_ids._ask_to_confirm_prices()
        return True

    def _get_variants_to_propose(self):
        variants = super()._get_variants_to_propose()
        outdated = variants.calculation_id.filtered("is_outdated")
        if outdated:
            raise UserError(
                self.env._(
                    "The prices of %(calculations)s are too old to be offered. Ask the"
                    " engineers to confirm them, in the tab “Calculation of services”,"
                    " or revise the calculation.",
                    calculations=", ".join(outdated.mapped("display_name")),
                )
            )
        return variants
