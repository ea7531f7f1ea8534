"""What is billed and paid of calculated orders is kept; nobody is told of it."""

from odoo.api import SUPERUSER_ID, Environment


def migrate(cr, version):
    orders = Environment(cr, SUPERUSER_ID, {})["sale.order"]
    orders = orders.search([("engineering_calculated", "=", True)])
    cr.executemany(
        """
        UPDATE sale_order
           SET engineering_amount_invoiced = %s, engineering_amount_paid = %s
         WHERE id = %s
        """,
        [(*amounts, order_id) for order_id, amounts in orders._read_money().items()],
    )
    cr.execute(
        """
        UPDATE sale_order
           SET engineering_payment_state = CASE
               WHEN amount_total - COALESCE(engineering_amount_paid, 0) <= rounding / 2
               THEN 'paid'
               WHEN engineering_amount_paid > rounding / 2 THEN 'partial'
               ELSE 'unpaid'
               END
          FROM res_currency
         WHERE res_currency.id = sale_order.currency_id
           AND engineering_calculated
           AND state = 'sale'
        """
    )
