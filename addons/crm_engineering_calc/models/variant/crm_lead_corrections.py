from odoo import api, fields, models

from ..common.field_groups import ENGINEERING


class CrmLead(models.Model):
    """Corrections of earlier revisions that wait in the deal's selected variants."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_carried_count = fields.Integer(
        "Corrections to Confirm",
        compute="_compute_engineering_carried_count",
        groups=ENGINEERING,
    )

    @api.depends("engineering_variant_ids.carried_count")
    def _compute_engineering_carried_count(self):
        for lead in self:
            lead.engineering_carried_count = sum(
                lead.engineering_variant_ids.mapped("carried_count")
            )

    def action_confirm_corrections(self):
        """Correct the selected variants by as much as in their earlier revisions.

        :return: True
        :raises UserError: a price is beyond the user's limit
        :raises AccessError: the deal is another manager's
        """
        return self.engineering_variant_ids.action_confirm_corrections()

    def action_drop_corrections(self):
        """Let the engineer's prices of the selected variants stand.

        :return: True
        :raises AccessError: the deal is another manager's
        """
        return self.engineering_variant_ids.action_drop_corrections()
