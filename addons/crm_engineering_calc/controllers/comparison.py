from odoo import http
from odoo.http import content_disposition, request

from ..models.common.client_ids import get_client_id

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class EngineeringComparisonController(http.Controller):
    @http.route(
        "/engineering/calculation/<int:calculation_id>/comparison",
        type="http",
        auth="user",
        readonly=True,
    )
    def download_comparison(
        self,
        calculation_id,
        variant_ids="",
        only_differences=None,
        by_size=None,
        **kwargs,
    ):
        """Return the workbook that compares variants.

        :param variant_ids: their ids, separated by commas
        :param only_differences: leave out what is the same in all of them
        :param by_size: put the largest differences first
        :raises AccessError: the user may not see the calculation
        """
        calculation = request.env["engineering.calculation"].browse(calculation_id)
        calculation.check_access("read")
        ids = list(filter(None, map(get_client_id, variant_ids.split(","))))
        content = calculation._export_comparison(
            ids, only_differences=bool(only_differences), by_size=bool(by_size)
        )
        name = request.env._("Comparison %(number)s", number=calculation.display_name)
        return request.make_response(
            content,
            headers=[
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(f"{name}.xlsx")),
            ],
        )
