"""Let orders that are written off, in whole or in part, say what is paid of the rest.

Nobody is told: what has changed is how it is counted.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools import split_every

BATCH = 1000


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute(
        """
        SELECT DISTINCT written.order_id
          FROM engineering_write_off AS written
          JOIN sale_order ON sale_order.id = written.order_id
         WHERE written.undone_on IS NULL
           AND sale_order.state = 'sale'
        """
    )
    for ids in split_every(BATCH, [row[0] for row in cr.fetchall()]):
        states = {
            order.id: order._get_payment_state() or None
            for order in env["sale.order"].browse(ids)
        }
        cr.execute_values(
            """
            UPDATE sale_order
               SET engineering_payment_state = states.state
              FROM (VALUES %s) AS states (id, state)
             WHERE sale_order.id = states.id
            """,
            list(states.items()),
        )
        env.invalidate_all()
