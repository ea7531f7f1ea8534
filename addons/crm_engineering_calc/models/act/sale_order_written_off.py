from math import fsum

from odoo import models


class SaleOrder(models.Model):
    """What of an order is not to be paid: what is written off of it."""

    _name = "sale.order"
    _inherit = "sale.order"

    def _get_amount_written_off(self):
        """Return what is written off, taxes and its part of discounts included."""
        self.ensure_one()
        lines = self.order_line.filtered("engineering_written_off_quantity")
        if not lines:
            return 0.0
        works = self.order_line.filtered(lambda line: line._is_done_by_works())
        total = fsum(works.mapped("price_total"))
        if not total:
            return 0.0
        written_off = fsum(
            line._get_price_of(line.engineering_written_off_quantity) for line in lines
        )
        others = self.order_line.filtered(
            lambda line: not line._is_done_by_works() and not line._goes_along()
        )
        of_works = self.amount_total - fsum(others.mapped("price_total"))
        return self.currency_id.round(of_works * written_off / total)

    def _is_all_written_off(self):
        """Return whether nothing of the order is paid, since it is written off."""
        self.ensure_one()
        compare = self.currency_id.compare_amounts
        return (
            not compare(self.engineering_amount_paid, 0)
            and compare(self.amount_total, 0) > 0
            and not compare(self._get_amount_to_pay(), 0)
        )

    def _get_amount_to_pay(self):
        """Return what the customer is to pay of the order. To be extended."""
        self.ensure_one()
        return self.currency_id.round(
            self.amount_total - self._get_amount_written_off()
        )
