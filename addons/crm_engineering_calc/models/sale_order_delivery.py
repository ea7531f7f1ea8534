from odoo import models


class SaleOrder(models.Model):
    """What acts have of an order, and invoices of acts."""

    _inherit = "sale.order"

    def _create_invoices(self, grouped=False, final=False, date=None):
        # Timesheets of a chosen period would decide what acts have delivered.
        self.order_line.filtered(
            lambda line: line._is_delivered_by_acts()
        )._compute_qty_to_invoice()
        return super()._create_invoices(grouped=grouped, final=final, date=date)
