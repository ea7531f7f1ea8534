from odoo import api, models

from ..common.finite_fields import check_is_number

NUMBERS = frozenset({"discount", "price_unit", "product_uom_qty"})


class SaleOrderLine(models.Model):
    """Quantities and prices of orders of ours are numbers, whatever a program sends."""

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        orders = self.env["sale.order"]
        for vals in vals_list:
            for name in NUMBERS.intersection(vals):
                if orders.browse(vals.get("order_id"))._of_engineering():
                    check_is_number(self, name, vals[name])
        return super().create(vals_list)

    def write(self, vals):
        for name in NUMBERS.intersection(vals):
            if self.order_id._of_engineering():
                check_is_number(self, name, vals[name])
        return super().write(vals)
