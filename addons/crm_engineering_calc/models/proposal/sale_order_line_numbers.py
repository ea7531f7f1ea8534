from odoo import api, models

from ..common.finite_fields import is_number, refuse_number

NUMBERS = frozenset({"discount", "price_unit", "product_uom_qty"})


class SaleOrderLine(models.Model):
    """Quantities and prices of orders of ours are numbers, whatever a program sends."""

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        orders = self.env["sale.order"]
        for vals in vals_list:
            self._check_numbers(vals, orders.browse(vals.get("order_id")))
        return super().create(vals_list)

    def write(self, vals):
        self._check_numbers(vals, self.order_id)
        return super().write(vals)

    def _check_numbers(self, vals, orders):
        for name in NUMBERS.intersection(vals):
            if not is_number(vals[name]) and orders._of_engineering():
                refuse_number(self, name, vals[name])
