from odoo import models
from odoo.tools.translate import LazyTranslate

from ..common.reader_texts import amount_text

_lt = LazyTranslate(__name__)


class PaymentTransaction(models.Model):
    """Payments of proposals that can't be ordered any more, when the money comes."""

    _name = "payment.transaction"
    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        """Order nothing that may not be ordered, and tell its deal of the money."""
        refused = self.browse()
        for transaction in self:
            order = transaction.sale_order_ids._of_engineering()
            if (
                len(order) == 1
                and order.state in ("draft", "sent")
                and order._confirmation_error_message()
            ):
                transaction._notify_not_ordered(order)
                refused |= transaction
        return super(
            PaymentTransaction, self - refused
        )._check_amount_and_confirm_order()

    def _notify_not_ordered(self, order):
        order.sudo().opportunity_id._notify_deal(
            _lt(
                "%(amount)s came for %(link)s, which is not ordered by it. %(reason)s",
                amount=amount_text(self.amount, self.currency_id),
                link=order,
                reason=lambda env: order.with_env(env)._confirmation_error_message(),
            ),
            inbox=True,
            author=self.partner_id,
        )
