from odoo import api, models

from .account_move import OF_HOST, OWN


class AccountMoveSend(models.AbstractModel):
    """The invoice for payment is sent as such, by its own name."""

    _inherit = "account.move.send"

    @api.model
    def _get_default_pdf_report_id(self, move):
        report = super()._get_default_pdf_report_id(move)
        own = self.env.ref(OWN, raise_if_not_found=False)
        if own and report == self.env.ref(OF_HOST) and move._is_invoice_for_payment():
            return own
        return report
