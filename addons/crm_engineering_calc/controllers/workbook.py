from odoo import http
from odoo.http import content_disposition, request

from .comparison import XLSX


class EngineeringWorkbookController(http.Controller):
    @http.route(
        "/engineering/calculation/<int:calculation_id>/xlsx",
        type="http",
        auth="user",
        readonly=True,
    )
    def download_workbook(self, calculation_id, variant_id="", **kwargs):
        """Return the workbook of a calculation, or of one of its variants.

        :param variant_id: of which one
        :raises NotFound: the calculation has no such variant
        :raises AccessError: the user may not see the calculation
        """
        calculation = request.env["engineering.calculation"].browse(calculation_id)
        calculation.check_access("read")
        variants = calculation.variant_ids.filtered(
            lambda variant: variant_id in ("", str(variant.id))
        )
        if not variants:
            raise request.not_found()
        name, content = calculation._export_workbook(variants)
        return request.make_response(
            content,
            headers=[
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(name)),
            ],
        )
