from odoo import api, models


class IrAttachment(models.Model):
    """A file that a deal gets later reaches who calculates it."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        if any(vals.get("res_model") == "crm.lead" for vals in vals_list):
            attachments.sudo()._gather_for_calculations()
        return attachments

    def write(self, vals):
        result = super().write(vals)
        # A file of a message is there before the message is.
        if vals.get("res_model") == "crm.lead":
            self.sudo()._gather_for_calculations()
        return result

    def _gather_for_calculations(self):
        """Let the engineers of deals be told which files these have more."""
        files = self.filtered(
            lambda file: (
                file.res_model == "crm.lead" and file.res_id and not file.res_field
            )
        )
        by_lead = files.grouped("res_id")
        leads = self.env["crm.lead"].browse(by_lead).exists()._with_cards()
        for calculation in leads._search_open_calculations():
            calculation._gather_files(by_lead[calculation.lead_id.id])
