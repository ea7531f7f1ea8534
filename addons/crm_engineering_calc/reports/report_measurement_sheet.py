from odoo import models


class ReportMeasurementSheet(models.AbstractModel):
    _name = "report.crm_engineering_calc.report_measurement_sheet"
    _description = "Measurement sheet"

    def _get_report_values(self, docids, data=None):
        """Return the calculations whose sheets are printed.

        :raises AccessError: the user may not read one of them
        """
        cards = self.env["engineering.calculation"].browse(docids)
        cards.check_access("read")
        return {"doc_ids": docids, "doc_model": cards._name, "docs": cards}
