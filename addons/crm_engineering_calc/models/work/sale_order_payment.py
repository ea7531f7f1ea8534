from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.field_groups import SALES

# What posted invoices of an order's lines have been paid, or was paid online. Of an
# invoice that is paid in part, or bills several orders, each line counts as paid in the
# same part.
_PAID = """
    WITH orders AS (
        SELECT id, amount_total, currency_id, currency_rate
          FROM sale_order
         WHERE %s
    )
    SELECT orders.id,
           orders.amount_total,
           currency.rounding / 2 AS tolerance,
           GREATEST(COALESCE(invoiced.amount, 0), COALESCE(online.amount, 0)) AS paid
      FROM orders
      JOIN res_currency currency ON currency.id = orders.currency_id
      LEFT JOIN (
               SELECT ordered.order_id,
                      SUM(
                          CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END
                          * (1 - move.amount_residual / move.amount_total)
                          * line.price_total
                          * CASE WHEN move.currency_id = orders.currency_id THEN 1
                                 ELSE orders.currency_rate
                                      / NULLIF(move.invoice_currency_rate, 0)
                            END
                      ) AS amount
                 FROM orders
                 JOIN sale_order_line ordered ON ordered.order_id = orders.id
                 JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = ordered.id
                 JOIN account_move_line line ON line.id = rel.invoice_line_id
                 JOIN account_move move ON move.id = line.move_id
                WHERE move.state = 'posted'
                  AND move.amount_total != 0
                GROUP BY ordered.order_id
           ) invoiced ON invoiced.order_id = orders.id
      LEFT JOIN (
               SELECT rel.sale_order_id, SUM(payment.amount) AS amount
                 FROM orders
                 JOIN sale_order_transaction_rel rel ON rel.sale_order_id = orders.id
                 JOIN payment_transaction payment ON payment.id = rel.transaction_id
                WHERE payment.state IN ('authorized', 'done')
                GROUP BY rel.sale_order_id
           ) online ON online.sale_order_id = orders.id
"""


class SaleOrder(models.Model):
    """What of an order is paid: for its deal, its works, and the manager's desk."""

    _name = "sale.order"
    _inherit = "sale.order"

    engineering_amount_paid = fields.Monetary(
        "Paid", compute="_compute_engineering_amount_paid", groups=SALES
    )

    @api.depends(
        "order_line.invoice_lines.move_id.amount_residual",
        "order_line.invoice_lines.move_id.state",
        "transaction_ids.state",
    )
    def _compute_engineering_amount_paid(self):
        self._flush_payments()
        mine = SQL("id = ANY(%s)", self._origin.ids)
        rows = self.env.execute_query(SQL(_PAID, mine))
        paid = {order_id: amount for order_id, _total, _tolerance, amount in rows}
        for order in self:
            amount = float(paid.get(order._origin.id, 0))
            order.engineering_amount_paid = amount and order.currency_id.round(amount)

    @api.model
    def _with_payment(self, condition):
        """Return the domain of the confirmed orders of engineering that are paid so.

        :param condition: SQL over `amount_total`, `paid` and `tolerance`
        """
        self._flush_payments()
        orders = SQL(_PAID, SQL("engineering_calculated AND state = 'sale'"))
        found = SQL("(SELECT id FROM (%s) AS orders WHERE %s)", orders, condition)
        return Domain("id", "in", found)

    @api.model
    def _get_unpaid_domain(self):
        """Return the domain of the orders that the customer has still to pay."""
        return self._with_payment(SQL("amount_total - paid > tolerance"))

    @api.model
    def _get_paid_domain(self):
        """Return the domain of the orders that are paid in full."""
        return self._with_payment(SQL("amount_total - paid <= tolerance"))

    @api.model
    def _get_begun_to_pay_domain(self):
        """Return the domain of the orders of which something is paid, or all is."""
        return self._with_payment(
            SQL("paid > tolerance OR amount_total - paid <= tolerance")
        )

    @api.model
    def _flush_payments(self):
        for model in (
            "sale.order",
            "sale.order.line",
            "account.move",
            "account.move.line",
            "payment.transaction",
        ):
            self.env[model].flush_model()
