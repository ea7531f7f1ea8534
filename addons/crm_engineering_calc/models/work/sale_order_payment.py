from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.field_groups import SALES
from ..common.selections import PAID, PARTIAL, PAYMENT_STATES, UNPAID

# What posted invoices of an order's lines bill, and what of it is paid: by entries, or
# by payments that have none yet. Of an invoice that is paid in part, or bills several
# orders, each line counts as paid in the same part. What is credited is not paid,
# whether or not the money is back; what was paid online counts before it is billed.
# What rounding makes of an invoice's total is shared by its lines.
_MONEY = """
    WITH orders AS (
        SELECT id, currency_id, currency_rate FROM sale_order WHERE id IN %s
    ), billed AS (
        SELECT ordered.order_id,
               move.move_type = 'out_refund' AS is_credit,
               CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END
               * (line.price_total
                  + COALESCE(
                      (move.amount_total - whole.amount)
                      * ABS(line.price_total) / NULLIF(whole.weight, 0),
                      0
                  ))
               * CASE WHEN move.currency_id = orders.currency_id THEN 1
                      ELSE orders.currency_rate / NULLIF(move.invoice_currency_rate, 0)
                 END AS amount,
               LEAST(
                   1 - move.amount_residual / move.amount_total
                     + COALESCE(underway.amount / move.amount_total, 0),
                   1
               ) AS settled
          FROM orders
          JOIN sale_order_line ordered ON ordered.order_id = orders.id
          JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = ordered.id
          JOIN account_move_line line ON line.id = rel.invoice_line_id
          JOIN account_move move ON move.id = line.move_id
          JOIN LATERAL (
                   SELECT SUM(price_total) AS amount, SUM(ABS(price_total)) AS weight
                     FROM account_move_line
                    WHERE move_id = move.id AND display_type = 'product'
               ) whole ON TRUE
          LEFT JOIN LATERAL (
                   SELECT SUM(
                              CASE WHEN payment.currency_id = move.currency_id
                                   THEN payment.amount
                                   ELSE ABS(payment.amount_company_currency_signed)
                                        * move.invoice_currency_rate
                              END
                          ) AS amount
                     FROM account_move__account_payment paid
                     JOIN account_payment payment ON payment.id = paid.payment_id
                    WHERE paid.invoice_id = move.id
                      AND payment.move_id IS NULL
                      AND payment.state = 'in_process'
               ) underway ON TRUE
         WHERE move.state = 'posted'
           AND move.amount_total != 0
    ), invoiced AS (
        SELECT order_id,
               SUM(amount) AS amount,
               SUM(amount * settled) AS settled,
               SUM(amount) FILTER (WHERE is_credit) AS credited
          FROM billed
         GROUP BY order_id
    ), online AS (
        SELECT rel.sale_order_id, SUM(payment.amount) AS amount
          FROM orders
          JOIN sale_order_transaction_rel rel ON rel.sale_order_id = orders.id
          JOIN payment_transaction payment
            ON payment.id = rel.transaction_id
            OR (payment.source_transaction_id = rel.transaction_id
                AND payment.operation = 'refund')
         WHERE payment.state IN ('authorized', 'done')
         GROUP BY rel.sale_order_id
    )
    SELECT orders.id,
           COALESCE(invoiced.amount, 0),
           GREATEST(
               LEAST(invoiced.settled, invoiced.amount),
               online.amount + COALESCE(invoiced.credited, 0),
               0
           )
      FROM orders
      LEFT JOIN invoiced ON invoiced.order_id = orders.id
      LEFT JOIN online ON online.sale_order_id = orders.id
"""
_READ = {
    "sale.order": ["currency_id", "currency_rate"],
    "sale.order.line": ["order_id"],
    "account.move": [
        "amount_residual",
        "amount_total",
        "currency_id",
        "invoice_currency_rate",
        "move_type",
        "state",
    ],
    "account.move.line": ["display_type", "move_id", "price_total"],
    "account.payment": [
        "amount",
        "amount_company_currency_signed",
        "currency_id",
        "move_id",
        "state",
    ],
    "payment.transaction": ["amount", "operation", "source_transaction_id", "state"],
}
KEPT = (
    "engineering_amount_invoiced",
    "engineering_amount_paid",
    "engineering_payment_state",
)


class SaleOrder(models.Model):
    """What of an order is billed and paid: for its deal, its works, and the desk.

    Stored, so that thousands of deals are counted by it. The orders of others keep
    nothing here.
    """

    _name = "sale.order"
    _inherit = "sale.order"

    _engineering_payment_index = models.Index(
        "(engineering_payment_state) WHERE engineering_payment_state IS NOT NULL"
    )

    engineering_amount_invoiced = fields.Monetary(
        "Invoiced",
        compute="_compute_engineering_money",
        store=True,
        copy=False,
        groups=SALES,
        help="What posted invoices have of the order, less what is credited.",
    )
    engineering_amount_paid = fields.Monetary(
        "Paid",
        compute="_compute_engineering_money",
        store=True,
        copy=False,
        groups=SALES,
        help="What is paid of its invoices, or was paid online.",
    )
    engineering_payment_state = fields.Selection(
        PAYMENT_STATES,
        "Payment",
        compute="_compute_engineering_money",
        store=True,
        copy=False,
        groups=SALES,
        help="What is paid of a confirmed order that was calculated, but for what is"
        " written off; none, where all is written off and nothing was paid.",
    )

    @api.depends(
        "amount_total",
        "currency_rate",
        "order_line.invoice_lines.move_id.amount_residual",
        "order_line.invoice_lines.move_id.matched_payment_ids.state",
        "order_line.invoice_lines.move_id.state",
        "order_line.engineering_written_off_quantity",
        "order_line.invoice_lines.price_total",
        "state",
        "transaction_ids.amount",
        "transaction_ids.child_transaction_ids.state",
        "transaction_ids.state",
    )
    def _compute_engineering_money(self):
        calculated = self.filtered("engineering_calculated")
        calculated._origin._remember_money()
        # A form asks for a value of what is new in any case.
        orders = calculated | self.filtered(lambda order: not order.id)
        money = orders._read_money()
        for order in orders:
            invoiced, paid = money.get(order._origin.id, (0, 0))
            order.engineering_amount_invoiced = order.currency_id.round(float(invoiced))
            order.engineering_amount_paid = order.currency_id.round(float(paid))
            order.engineering_payment_state = order._get_payment_state()

    def _read_money(self):
        """Return {order id: (what is billed, what is paid)}."""
        billed = self._origin.filtered(
            lambda order: order.transaction_ids or order.order_line.invoice_lines
        )
        if not billed:
            return {}
        for model, names in _READ.items():
            self.env[model].flush_model(names)
        rows = self.env.execute_query(SQL(_MONEY, tuple(billed.ids)))
        return {order_id: amounts for order_id, *amounts in rows}

    def _get_payment_state(self):
        self.ensure_one()
        if self.state != "sale" or not self.engineering_calculated:
            return False
        if self._is_all_written_off():
            return False
        compare, paid = self.currency_id.compare_amounts, self.engineering_amount_paid
        if compare(paid, self._get_amount_to_pay()) >= 0:
            return PAID
        return PARTIAL if compare(paid, 0) > 0 else UNPAID

    @api.model
    def _get_unpaid_domain(self):
        """Return the domain of the orders that the customer has still to pay."""
        return Domain("engineering_payment_state", "in", (UNPAID, PARTIAL))

    @api.model
    def _get_paid_domain(self):
        """Return the domain of the orders that are paid in full."""
        return Domain("engineering_payment_state", "=", PAID)

    @api.model
    def _get_begun_to_pay_domain(self):
        """Return the domain of the orders of which something is paid, or all is."""
        return Domain("engineering_payment_state", "in", (PARTIAL, PAID))

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | set(KEPT)
