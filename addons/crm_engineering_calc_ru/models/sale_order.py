from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _get_paper_line_count(self):
        return sum(bool(row["number"]) for row in self._get_paper_table()["rows"])
