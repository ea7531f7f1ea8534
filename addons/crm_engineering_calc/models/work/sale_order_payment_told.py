from odoo import models
from odoo.tools.translate import LazyTranslate

from ..common.reader_texts import amount_text
from ..common.selections import AFTER_FULL_PAYMENT, AFTER_PAYMENT, PAID, PARTIAL, UNPAID
from ..common.told_at_end import gather
from .sale_order_payment import KEPT

_lt = LazyTranslate(__name__)

PAID_PARTS = {UNPAID: 0, PARTIAL: 1, PAID: 2}
# What part of an order is to be paid before its works.
GATES = {AFTER_PAYMENT: 1, AFTER_FULL_PAYMENT: 2}


class SaleOrder(models.Model):
    """The deal is told of its money, by whatever way it comes and goes.

    Invoices, reconciliations and providers change what is kept of an order, each in
    several steps. What has become of it is told once, when the transaction ends.
    """

    _name = "sale.order"
    _inherit = "sale.order"

    def _remember_money(self):
        """Keep how the money of orders stands, to tell at the end what has changed."""
        if self:
            known = gather(self.env, "engineering_money", self._tell_changed_money)
            for order in self.filtered(lambda order: order.id not in known):
                known[order.id] = order._get_money()

    def _get_money(self):
        return {name: self[name] for name in KEPT}

    def _tell_changed_money(self, known):
        """Tell what has become of orders: {id: their money before}."""
        # What the payment was made with is no context for what is told of it.
        orders = self.with_env(self.env(su=True, context={})).browse(known).exists()
        for order in orders.filtered(lambda order: order.state == "sale"):
            if order._get_money() != known[order.id]:
                order._tell_money(known[order.id])

    def _tell_money(self, before):
        """Tell the deal what is billed and paid now, and whether its works may begin.

        :param before: {field: what it was}
        """
        self.ensure_one()
        opened = self._get_directions_opened(self.engineering_payment_state)
        closed = (
            self._get_directions_opened(before["engineering_payment_state"]) - opened
        )
        opened -= self._get_directions_opened(before["engineering_payment_state"])
        compare, words = self.currency_id.compare_amounts, self._get_money_words()
        is_paid = compare(self.engineering_amount_paid, 0) > 0
        if to_begin := is_paid and self._get_directions_to_work() & opened:
            self._tell_works_may_begin({**words, "directions": to_begin})
        elif closed:
            self._tell_works_wait({**words, "directions": closed})
        elif compare(
            self.engineering_amount_paid, before["engineering_amount_paid"]
        ) or (is_paid and not before["engineering_payment_state"]):
            self._tell_deal(_lt("%(link)s: paid %(paid)s of %(total)s", **words))
        elif compare(
            self.engineering_amount_invoiced, before["engineering_amount_invoiced"]
        ):
            self._tell_deal(
                _lt("%(link)s: invoiced %(invoiced)s of %(total)s", **words),
                inbox=self._end_asking_to_post(),
            )

    def _get_directions_opened(self, state):
        """Return the directions whose works wait for a payment, and this is enough."""
        part = PAID_PARTS.get(state, 0)
        return self._get_directions().filtered(
            lambda direction: 0 < GATES.get(direction.work_gate, 0) <= part
        )

    def _get_money_words(self):
        amounts = {
            "invoiced": self.engineering_amount_invoiced,
            "paid": self.engineering_amount_paid,
            "total": self._get_amount_to_pay(),
        }
        words = {
            name: amount_text(amount, self.currency_id)
            for name, amount in amounts.items()
        }
        return {**words, "link": self}

    def _tell_works_may_begin(self, words):
        self._tell_deal(
            _lt(
                "%(link)s: paid %(paid)s of %(total)s. Works of %(directions)s can be"
                " created now",
                **words,
            ),
            inbox=True,
        )
        self.opportunity_id._ask_for_works(self)

    def _tell_works_wait(self, words):
        self._tell_deal(
            _lt(
                "%(link)s: paid only %(paid)s of %(total)s by now. New works of"
                " %(directions)s wait for the payment again",
                **words,
            ),
            inbox=True,
        )
        self.opportunity_id._drop_todos_done()

    def _tell_deal(self, text, inbox=False):
        user = self.env.user
        by_customer = user._is_public() or user.share
        self.opportunity_id._notify_deal(
            text, inbox, self.partner_id if by_customer else None
        )
