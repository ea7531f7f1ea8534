from contextlib import contextmanager

from odoo import models
from odoo.exceptions import UserError

from ...domain.excesses import ExcessKind

PRICES = frozenset({ExcessKind.PRICE, ExcessKind.TOTAL})


class SaleOrder(models.Model):
    """Prices of what is ordered go no further than who changes them may."""

    _name = "sale.order"
    _inherit = "sale.order"

    @contextmanager
    def _keeping_ordered_prices(self):
        """Refuse prices beyond the limits that were not there before the block.

        :raises UserError: names them
        """
        ordered = self._of_engineering().filtered(lambda order: order.state == "sale")
        known = {order: order._get_price_excesses() for order in ordered}
        yield
        for order in ordered:
            order._check_no_further(known[order])

    def _get_price_excesses(self):
        """Return {direction: its `Excess`es of prices and of the total}."""
        return {
            direction: [excess for excess in found if excess.kind in PRICES]
            for direction, found in self._get_excesses().items()
        }

    def _check_no_further(self, known):
        further = {
            direction: [
                excess
                for excess in found
                if not _is_known(excess, known.get(direction, ()))
            ]
            for direction, found in self._get_price_excesses().items()
        }
        if not any(further.values()):
            return
        texts = self.env["engineering.approval"]._describe_excesses(
            self._prepare_excesses(further), self.currency_id
        )
        raise UserError(
            self.env._(
                "%(order)s is ordered, and would go beyond your limits:\n%(excesses)s\n"
                "Stay within them, or let somebody change it who may go further.",
                order=self.display_name,
                excesses="\n".join(f"• {text}" for text in texts),
            )
        )


def _is_known(excess, known):
    """Return whether prices were as far beyond before, or a total further."""
    if excess.kind == ExcessKind.TOTAL:
        return any(
            old.kind == ExcessKind.TOTAL and old.sold <= excess.sold for old in known
        )
    return excess in known
