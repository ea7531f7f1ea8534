from contextlib import contextmanager

from odoo import models
from odoo.exceptions import UserError

from ...domain.excesses import ExcessKind

# Quantities of what was calculated change as works go on, and what is left out does.
KEPT = frozenset(
    {ExcessKind.ADDED, ExcessKind.PRICE, ExcessKind.TAXES, ExcessKind.TOTAL}
)
# What may come to more than before.
SUMS = frozenset({ExcessKind.ADDED, ExcessKind.TOTAL})


class SaleOrder(models.Model):
    """What is ordered goes no further than who changes it may: as on a proposal."""

    _name = "sale.order"
    _inherit = "sale.order"

    @contextmanager
    def _keeping_ordered_prices(self):
        """Refuse what is beyond the limits and was not before the block.

        :raises UserError: names it
        """
        ordered = self._of_engineering().filtered(lambda order: order.state == "sale")
        known = {order: order._get_kept_excesses() for order in ordered}
        yield
        for order in ordered:
            order._check_no_further(known[order])

    def _get_kept_excesses(self):
        """Return {direction: its `Excess`es that stand in what is ordered, too}."""
        return {
            direction: [excess for excess in found if excess.kind in KEPT]
            for direction, found in self._get_excesses().items()
        }

    def _check_no_further(self, known):
        further = {
            direction: [
                excess
                for excess in found
                if not _is_known(excess, known.get(direction, ()))
            ]
            for direction, found in self._get_kept_excesses().items()
        }
        if not any(further.values()):
            return
        texts = self.env["engineering.approval"]._describe_excesses(
            self._prepare_excesses(further), self.currency_id
        )
        raise UserError(
            self.env._(
                "%(order)s is ordered, and would go beyond your limits:\n%(excesses)s\n"
                "Stay within them, have more services calculated, or let somebody"
                " change it who may go further.",
                order=self.display_name,
                excesses="\n".join(f"• {text}" for text in texts),
            )
        )


def _is_known(excess, known):
    """Return whether it was as far beyond before, or a sum further."""
    if excess.kind in SUMS:
        return any(
            old.kind == excess.kind
            and old.name == excess.name
            and old.sold <= excess.sold
            for old in known
        )
    return excess in known
