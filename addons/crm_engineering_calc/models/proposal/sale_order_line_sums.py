from odoo import api, models

SUMS = frozenset({"price_subtotal", "price_tax", "price_total"})


class SaleOrderLine(models.Model):
    """Sums of a line: those of its quantity and price, whatever a program writes."""

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not SUMS.isdisjoint(vals):
                order = self.env["sale.order"].browse(vals.get("order_id"))
                self._check_sums_by_hand(order, vals)
        return super().create(vals_list)

    def write(self, vals):
        if not SUMS.isdisjoint(vals):
            self._check_sums_by_hand(self.order_id, vals)
        return super().write(vals)

    def _check_sums_by_hand(self, orders, vals):
        if orders._of_engineering():
            self._check_by_hand(SUMS, vals)
