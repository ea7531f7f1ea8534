from odoo import api, fields, models

from ..common.field_contexts import WITH_ARCHIVED
from ..common.field_groups import ENGINEERING


class CrmLead(models.Model):
    """What proves the works of a deal."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_evidence_count = fields.Integer(
        "Photos and Documents",
        compute="_compute_engineering_evidence_count",
        groups=ENGINEERING,
    )

    @api.depends_context("uid")
    def _compute_engineering_evidence_count(self):
        works = self._get_evidenced_works()
        evidence = works._get_evidence()
        # Engineers read of a deal less than its works, hence superuser.
        by_lead = works.sudo().grouped("engineering_lead_id")
        for lead in self:
            lead.engineering_evidence_count = sum(
                len(evidence[work]) for work in by_lead.get(lead, ())
            )

    def _get_evidenced_works(self):
        """Return the works that the user may see."""
        works = self.env["project.task"].with_context(**WITH_ARCHIVED)
        return works.search([("engineering_lead_id", "in", self.ids)])

    def action_view_evidence(self):
        """Return the action that shows what proves the works of the deal."""
        return self._get_evidenced_works().action_view_evidence()
