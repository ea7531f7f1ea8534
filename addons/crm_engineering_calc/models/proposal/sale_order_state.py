from odoo import models
from odoo.exceptions import UserError

from ..common.concurrency import serialize

# What the host writes together with a state.
WITH_STATE = frozenset({"date_order", "state"})


class SaleOrder(models.Model):
    """Proposals that a program sends, confirms or opens by their state alone.

    What holds for the buttons holds for it: what is written along is looked at, too.
    """

    _name = "sale.order"
    _inherit = "sale.order"

    def write(self, vals):
        if vals.get("state") not in ("draft", "sent", "sale"):
            return super().write(vals)
        orders = self._of_engineering()
        # What is refused is told to who may change it alone.
        orders.check_access("write")
        content = {name: vals[name] for name in vals if name not in WITH_STATE}
        if content and orders:
            self.write(content)
            vals = {name: vals[name] for name in WITH_STATE.intersection(vals)}
        if vals["state"] == "sale":
            orders._check_confirmable()
        else:
            orders._check_not_ordered()
        return super().write(vals)

    def _check_confirmable(self):
        """Refuse to order what the button does not.

        :raises UserError: says why
        """
        orders = self.filtered(lambda order: order.state != "sale")
        serialize(orders.sudo().opportunity_id)
        for order in orders:
            if error := order._confirmation_error_message():
                raise UserError(error)

    def _check_not_ordered(self):
        """Refuse to make a proposal of what is ordered.

        :raises UserError: says what is done instead
        """
        for order in self:
            if order.state == "sale":
                raise UserError(
                    self.env._(
                        "%(order)s is ordered, and no proposal any more. Cancel it, or"
                        " undo its acceptance.",
                        order=order.display_name,
                    )
                )
