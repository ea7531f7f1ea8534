import json

from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.web.controllers.report import ReportController

from ..models.proposal.ir_actions_report import PRINTED

FILES = f"/report/pdf/{PRINTED}"


class EngineeringReport(ReportController):
    """Papers that the host's reports print are files of their own names."""

    @http.route()
    def report_download(self, data, context=None, token=None, readonly=True):
        """Return the file of a report; that of a proposal is named after its paper.

        :param data: the report's address and kind, as JSON
        """
        response = super().report_download(
            data, context=context, token=token, readonly=readonly
        )
        is_file = "Content-Disposition" in response.headers
        if is_file and (name := self._get_name_of_paper(json.loads(data)[0])):
            response.headers["Content-Disposition"] = content_disposition(name)
        return response

    def _get_name_of_paper(self, url):
        """Return the name of the file of one proposal of ours, else nothing."""
        report, _slash, order_id = url.partition("?")[0].rpartition("/")
        if not (report.startswith(FILES) and order_id.isdigit()):
            return ""
        orders = request.env["sale.order"].with_context(
            proforma=report.endswith("pro_forma")
        )
        order = orders.browse(int(order_id))._of_engineering()
        return order and f"{order._get_paper_file_name()}.pdf"
