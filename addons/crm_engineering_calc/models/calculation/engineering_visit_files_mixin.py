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
        revisions = self.search([("name", "in", self.mapped("name"))], order="revision")
        files = revisions._get_visit_files()
        by_number = revisions.grouped(lambda card: (card.name, card.company_id))
        for calculation in self:
            number = calculation.name, calculation.company_id
            calculation.visit_attachment_ids = self.env["ir.attachment"].union(
                *(files[card] for card in by_number.get(number, ()))
            )

    def _get_visit_files(self):
        """Return {calculation: the files of its visits that the user may see}."""
        attachments = self.env["ir.attachment"]
        cards = self.sudo().with_context(active_test=False)
        found = attachments.search(
            Domain("res_model", "=", "calendar.event")
            & Domain("res_id", "in", cards.event_ids.ids)
            # The host leaves its invitations there.
            & Domain("mimetype", "!=", "text/calendar"),
            order="id",
        )
        by_visit = found.grouped("res_id")
        return {
            card: attachments.union(
                *(
                    by_visit.get(visit_id, attachments)
                    for visit_id in card.event_ids.ids
                )
            )
            for card in cards
        }

    def _get_files_at_hand(self):
        """Return the files of calculations and their visits that the user may see."""
        attachments = self.env["ir.attachment"]
        own = attachments.search(
            Domain("res_model", "=", self._name)
            & Domain("res_id", "in", self.ids)
            & Domain("res_field", "=", False),
            order="id",
        )
        return attachments.union(*self._get_visit_files().values(), own)
