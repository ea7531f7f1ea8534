from odoo import models

SUMS = frozenset({"amount_tax", "amount_total", "amount_untaxed"})


class SaleOrder(models.Model):
    """Sums of proposals and orders: those of their lines, whatever a program writes.

    What is to be paid, and whether works may begin, follows from them.
    """

    _name = "sale.order"
    _inherit = "sale.order"

    def write(self, vals):
        if not SUMS.isdisjoint(vals) and (orders := self._of_engineering()):
            orders._check_by_hand(SUMS, vals)
        return super().write(vals)
