from odoo import models
from odoo.tools.translate import LazyTranslate

from ..common.reader_texts import amount_text

_lt = LazyTranslate(__name__)


class PaymentTransaction(models.Model):
    """Payments that order nothing: too little, or of what can't be ordered any more."""

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
        accepted = self - refused
        result = super(PaymentTransaction, accepted)._check_amount_and_confirm_order()
        for transaction in accepted:
            order = transaction.sale_order_ids._of_engineering()
            if len(order) == 1 and order.state in ("draft", "sent"):
                transaction._notify_too_little(order)
        return result

    def _notify_too_little(self, order):
        order.sudo().opportunity_id._notify_deal(
            _lt(
                "%(amount)s came for %(link)s, which is ordered when %(needed)s is"
                " paid",
                amount=amount_text(self.amount, self.currency_id),
                link=order,
                needed=amount_text(
                    order._get_prepayment_required_amount(), order.currency_id
                ),
            ),
            inbox=True,
            author=self.partner_id,
        )

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
