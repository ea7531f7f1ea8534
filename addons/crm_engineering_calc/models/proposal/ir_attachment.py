from odoo import models


class IrAttachment(models.Model):
    """What was sent of a proposal goes with it, when the host lets it be deleted."""

    _name = "ir.attachment"
    _inherit = "ir.attachment"

    def _get_gone_along(self):
        found = super()._get_gone_along()
        files = self.sudo().filtered(
            lambda file: file.engineering_frozen and file.res_model == "sale.order"
        )
        orders = self.env["sale.order"].sudo().browse(files.mapped("res_id")).exists()
        gone = files.filtered(lambda file: file.res_id not in orders.ids)
        if gone:
            signatures = self.env["engineering.signature"].sudo()
            gone -= signatures.search([("paper_id", "in", gone.ids)]).paper_id
        return found | gone.with_env(self.env)
