from odoo import api, fields, models

from ...domain.workflows import CalculationState
from ..common.field_groups import ENGINEERING


class CrmLead(models.Model):
    """The calculations of a deal that count now, side by side: one a direction."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_current_calculation_ids = fields.Many2many(
        "engineering.calculation",
        compute="_compute_engineering_current_calculation_ids",
        string="Calculations by Direction",
        groups=ENGINEERING,
    )
    engineering_several_directions = fields.Boolean(
        compute="_compute_engineering_current_calculation_ids", groups=ENGINEERING
    )

    @api.depends("engineering_calculation_ids.state")
    def _compute_engineering_current_calculation_ids(self):
        for lead in self:
            cards = lead.engineering_calculation_ids.filtered(
                lambda card: card._is_open() or card.state == CalculationState.COMPLETED
            )
            lead.engineering_current_calculation_ids = cards.sorted("id")
            lead.engineering_several_directions = len(cards) > 1
