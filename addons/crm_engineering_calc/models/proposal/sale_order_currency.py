from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """What is ordered stays in its currency, as works, acts and invoices are in it."""

    _name = "sale.order"
    _inherit = "sale.order"

    def write(self, vals):
        if "currency_id" in vals:
            self._of_engineering()._check_stays_in_currency(vals["currency_id"])
        return super().write(vals)

    def _check_stays_in_currency(self, currency_id):
        for order in self.filtered(lambda order: order.state == "sale"):
            if order.currency_id.id == currency_id:
                continue
            order.check_access("write")
            raise UserError(
                self.env._(
                    "%(order)s is ordered in %(currency)s, and stays in this currency."
                    " Cancel the order, and make another proposal to sell in another"
                    " one.",
                    order=order.display_name,
                    currency=order.currency_id.name,
                )
            )
