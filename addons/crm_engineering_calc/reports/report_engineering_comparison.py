from odoo import api, models

from ..models.common.format_number import format_number


class ReportEngineeringComparison(models.AbstractModel):
    _name = "report.crm_engineering_calc.report_engineering_comparison"
    _description = "Comparison of Variants"

    @api.model
    def _get_report_values(self, docids, data=None):
        data = data or {}
        ids = docids or data.get("context", {}).get("active_ids")
        calculations = self.env["engineering.calculation"].browse(ids)
        return {
            "doc_ids": calculations.ids,
            "doc_model": calculations._name,
            "docs": calculations,
            "company": calculations.company_id[:1] or self.env.company,
            "comparisons": [
                calculation.get_comparison(
                    data.get("variant_ids"),
                    only_differences=data.get("only_differences", False),
                    by_size=data.get("by_size", False),
                )
                for calculation in calculations
            ],
            "only_differences": data.get("only_differences", False),
            "currencies": self.env["res.currency"].browse,
            "number": lambda value: format_number(self.env, value),
        }
