from odoo import api, models
from odoo.fields import Domain


class CrmLead(models.Model):
    """What a manager's desk counts of approvals."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    @api.model
    def _get_desk_domains(self):
        return super()._get_desk_domains() | {
            "engineering_to_be_approved": self._with_card(
                "engineering.approval", "lead_id", Domain("is_open", "=", True)
            )
        }

    @api.model
    def _get_unsent_domain(self):
        """Leave out what waits for an approver, and not for the manager."""
        waiting = Domain("engineering_approval_ids", "any", [("is_open", "=", True)])
        return super()._get_unsent_domain() & ~waiting

    @api.model
    def _get_desk_links(self):
        approvals = self.env["engineering.approval"]._get_desk_links()
        return [*approvals, *super()._get_desk_links()]
