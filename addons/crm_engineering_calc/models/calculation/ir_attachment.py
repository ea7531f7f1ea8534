from odoo import api, models


class IrAttachment(models.Model):
    """A file that a deal gets later reaches who calculates it."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        if any(vals.get("res_model") == "crm.lead" for vals in vals_list):
            attachments.sudo()._notify_calculations()
        return attachments

    def write(self, vals):
        result = super().write(vals)
        # A file of a message is there before the message is.
        if vals.get("res_model") == "crm.lead":
            self.sudo()._notify_calculations()
        return result

    def _notify_calculations(self):
        """Tell the engineers of deals which files these have more."""
        files = self.filtered(
            lambda file: file.res_model == "crm.lead" and not file.res_field
        )
        for lead_id, of_lead in files.grouped("res_id").items():
            lead = self.env["crm.lead"].browse(lead_id).exists()._with_cards()
            if calculations := lead._search_open_calculations():
                calculations._notify_files(of_lead.mapped("name"))
