from odoo import models

PRINTED = "sale.report_saleorder"


class IrActionsReport(models.Model):
    """The host's reports of orders: ours are printed on the format of papers."""

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        reports = self
        if res_ids and self._get_report(report_ref).report_name.startswith(PRINTED):
            orders = self.env["sale.order"].browse(res_ids)
            is_paper = orders == orders._of_engineering()
            reports = self.with_context(engineering_paper=is_paper)
        return super(IrActionsReport, reports)._render_qweb_pdf_prepare_streams(
            report_ref, data, res_ids=res_ids
        )

    def get_paperformat(self):
        if self.env.context.get("engineering_paper"):
            return self.env.ref("crm_engineering_calc.paperformat_paper").sudo()
        return super().get_paperformat()
