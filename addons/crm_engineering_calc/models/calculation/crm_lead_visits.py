from odoo import api, fields, models

from ..common.field_groups import ENGINEERING


class CrmLead(models.Model):
    """What the visits to the customer's site have brought."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_visit_attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Photos and Files of the Site",
        compute="_compute_engineering_visit_attachment_ids",
        groups=ENGINEERING,
    )

    @api.depends("engineering_calculation_ids.event_ids")
    @api.depends_context("uid")
    def _compute_engineering_visit_attachment_ids(self):
        files = self.engineering_calculation_ids._get_visit_files()
        for lead in self:
            lead.engineering_visit_attachment_ids = self.env["ir.attachment"].union(
                *(files[card] for card in lead.engineering_calculation_ids)
            )
