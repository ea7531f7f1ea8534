from odoo import models


class IrActionsReport(models.Model):
    """The host's reports of invoices: ours are printed on the format of papers."""

    _name = "ir.actions.report"
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        reports = self
        if res_ids and self._is_invoice_report(report_ref):
            invoices = self.env["account.move"].browse(res_ids)
            if invoices == invoices._filter_papers():
                reports = self.with_context(engineering_paper=True)
        return super(IrActionsReport, reports)._render_qweb_pdf_prepare_streams(
            report_ref, data, res_ids=res_ids
        )
