from math import fsum

from odoo import api, fields, models

from ..common.field_groups import SALES


class SaleOrder(models.Model):
    """Proposals whose lines do not add up to their total: it is rounded once."""

    _name = "sale.order"
    _inherit = "sale.order"

    engineering_rounding = fields.Monetary(
        "Rounding",
        compute="_compute_engineering_rounding",
        groups=SALES,
        help="What the untaxed amount has on top of the amounts of the lines.",
    )

    @api.depends("amount_untaxed", "order_line.price_subtotal")
    def _compute_engineering_rounding(self):
        calculated = self._of_engineering()
        (self - calculated).engineering_rounding = 0.0
        for order in calculated:
            amounts = fsum(order.order_line.mapped("price_subtotal"))
            order.engineering_rounding = order.currency_id.round(
                order.amount_untaxed - amounts
            )

    def _compute_tax_totals(self):
        """Let the paper and the portal tell the rounding with the totals."""
        result = super()._compute_tax_totals()
        for order in self._of_engineering():
            rounding = order.sudo().engineering_rounding
            if rounding:
                order.tax_totals = {
                    **order.tax_totals,
                    "engineering_rounding": rounding,
                }
        return result
