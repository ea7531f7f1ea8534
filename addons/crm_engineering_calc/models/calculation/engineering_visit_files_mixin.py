from odoo import api, fields, models
from odoo.fields import Domain


class EngineeringVisitFilesMixin(models.AbstractModel):
    """Photos and files of a site, which later revisions show too."""

    _name = "engineering.visit.files.mixin"
    _description = "Files of site visits"

    visit_attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Photos and Files of the Site",
        compute="_compute_visit_attachment_ids",
        help="What the visits of all revisions have brought.",
    )

    @api.depends("event_ids", "name", "revision")
    @api.depends_context("uid")
    def _compute_visit_attachment_ids(self):
        for calculation in self:
            calculation.visit_attachment_ids = (
                calculation._get_revisions()._search_visit_files()
            )

    def _search_visit_files(self):
        """Return what is attached to the visits, as far as the user may see it."""
        files = self.env["ir.attachment"]
        visits = self.sudo().with_context(active_test=False).event_ids
        if not visits:
            return files
        return files.search(
            Domain("res_model", "=", "calendar.event")
            & Domain("res_id", "in", visits.ids)
            # The host leaves its invitations there.
            & Domain("mimetype", "!=", "text/calendar"),
            order="id",
        )
