from odoo import models

from ...domain.workflows import ActState

STANDING = ("act_id.state", "!=", ActState.CANCELLED.value)


class SaleOrder(models.Model):
    """What acts have of an order."""

    _inherit = "sale.order"

    def _get_quantities_that_go_along(self, act):
        """Return {line: quantity} of discounts and the like that belong into an act.

        What acts have of a discount is their part of the works' price. What this one
        has is what all are to have by now, less what the others have: nothing, where
        they have more since the order has grown after them.
        """
        self.ensure_one()
        lines = self.order_line.filtered(
            lambda line: line._is_delivered_by_acts() and line._goes_along()
        )
        if not lines:
            return {}
        part = self._get_part_in_acts()
        others = lines._get_act_quantities([STANDING, ("act_id", "!=", act.id)])
        return {
            line: line.product_uom_id.round(
                _get_share(part, line.product_uom_qty, others.get(line, 0.0))
            )
            for line in lines
        }

    def _get_part_in_acts(self):
        """Return which part of the works' price stands in acts."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: line._is_done_by_works())
        quantities = lines._get_act_quantities([STANDING])
        prices = {line: line._get_discounted_price() for line in lines}
        ordered = sum(price * line.product_uom_qty for line, price in prices.items())
        acted = sum(price * quantities.get(line, 0.0) for line, price in prices.items())
        return acted / ordered if ordered else 1.0


def _get_share(part, ordered, taken):
    """Return what brings `taken` to a part of what is ordered, without going back.

    It goes back where more is taken than is ordered.
    """
    low, high = sorted((0.0, ordered - taken))
    return min(max(part * ordered - taken, low), high)
