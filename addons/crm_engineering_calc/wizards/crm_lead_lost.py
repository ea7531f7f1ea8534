from odoo import api, fields, models

from ..domain.workflows import WorkEvent


class CrmLeadLost(models.TransientModel):
    """Works of a deal that is lost are cancelled with it, where that is asked for."""

    _inherit = "crm.lead.lost"

    engineering_open_works = fields.Char(
        "Open Works", compute="_compute_engineering_open_works"
    )
    engineering_cancel_works = fields.Boolean("Cancel the Works")

    @api.depends("lead_ids")
    def _compute_engineering_open_works(self):
        for dialog in self:
            deals = dialog.lead_ids._origin._filtered_access("read")
            works = deals._get_open_works().sudo()
            dialog.engineering_open_works = ", ".join(works.mapped("display_name"))

    def action_lost_reason_apply(self):
        """Cancel the open works, if so asked, and mark the deals as lost.

        :raises UserError: works are open, and are not to be cancelled
        :raises AccessError: a work is of a deal that the user does not manage
        """
        if self.engineering_cancel_works:
            works = self.lead_ids._get_open_works()
            works._send_event(WorkEvent.CANCEL.value)
        return super().action_lost_reason_apply()
