from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.common.field_groups import ENGINEERING


class CrmMergeOpportunity(models.TransientModel):
    """Asks which of the calculations of one direction goes on in the merged deal."""

    _inherit = "crm.merge.opportunity"

    engineering_rival_ids = fields.Many2many(
        "engineering.calculation",
        string="Calculations of One Direction",
        compute="_compute_engineering_rival_ids",
        groups=ENGINEERING,
    )
    engineering_chosen_ids = fields.Many2many(
        "engineering.calculation",
        "engineering_merge_chosen_rel",
        "merge_id",
        "calculation_id",
        string="Goes On",
        domain="[('id', 'in', engineering_rival_ids)]",
        groups=ENGINEERING,
    )

    @api.depends("opportunity_ids")
    def _compute_engineering_rival_ids(self):
        for dialog in self:
            deals = dialog.opportunity_ids._origin._filtered_access("read")
            dialog.engineering_rival_ids = self.env["engineering.calculation"].union(
                *deals._get_rival_calculations()
            )

    def action_merge(self):
        """Cancel the calculations that were not chosen, and merge the deals.

        :raises UserError: of a direction none is chosen, or several
        :raises AccessError: a deal is not the user's to see
        """
        self.opportunity_ids.check_access("read")
        for rivals in self.opportunity_ids._get_rival_calculations():
            rivals = rivals.with_env(self.env)
            chosen = rivals & self.engineering_chosen_ids
            if len(chosen) != 1:
                raise UserError(
                    self.env._(
                        "Choose which calculation goes on in “%(direction)s”, one of:"
                        " %(cards)s. The others are cancelled, and can still be read.",
                        direction=rivals.sudo().direction_id.display_name,
                        cards=rivals.sudo()._format_rivals(),
                    )
                )
            (rivals - chosen)._give_way_to(chosen)
        return super().action_merge()
