from odoo import api, fields, models


class EngineeringAct(models.Model):
    """What proves the works of an act."""

    _name = "engineering.act"
    _inherit = "engineering.act"

    evidence_count = fields.Integer(
        "Photos and Documents", compute="_compute_evidence_count"
    )

    @api.depends_context("uid")
    def _compute_evidence_count(self):
        works = self.work_ids._filtered_access("read")
        evidence = works._get_evidence()
        for act in self:
            act.evidence_count = sum(
                len(evidence[work]) for work in act.work_ids & works
            )

    def action_view_evidence(self):
        """Return the action that shows what proves the works of the act."""
        return self.work_ids.action_view_evidence()
