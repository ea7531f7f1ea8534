from odoo import models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class SaleOrder(models.Model):
    """Proposals that the customer declines on his page."""

    _name = "sale.order"
    _inherit = "sale.order"

    def _notify_declined(self, reason, author):
        """Tell the deal of a proposal that it is declined.

        :param reason: what the customer has written
        :param author: the partner who declines
        """
        for order in self._of_engineering():
            order.sudo().opportunity_id._notify_deal(
                _lt(
                    "The customer declines %(link)s: %(reason)s",
                    link=order,
                    reason=reason,
                ),
                inbox=True,
                author=author,
            )
