from odoo import models
from odoo.exceptions import UserError


class ReportWorkOrder(models.AbstractModel):
    _name = "report.crm_engineering_calc.report_work_order"
    _description = "Work order"

    def _get_report_values(self, docids, data=None):
        """Return the works to print.

        :raises UserError: one of them is a task of its own, and no work of a deal
        """
        works = self.env["project.task"].browse(docids)
        plain = works.filtered(lambda work: not work.sudo().engineering_state)
        if plain:
            raise UserError(
                self.env._(
                    "“%(task)s” is no work of a deal, and has no work order.",
                    task=plain[0].display_name,
                )
            )
        return {"doc_ids": docids, "doc_model": works._name, "docs": works}
