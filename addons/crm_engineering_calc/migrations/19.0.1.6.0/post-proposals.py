"""Of proposals of one calculation that went out before, the last one is valid."""

from odoo import SUPERUSER_ID, api
from odoo.fields import Domain


def migrate(cr, version):
    orders = api.Environment(cr, SUPERUSER_ID, {})["sale.order"]
    sent = Domain("engineering_calculated", "=", True) & Domain("state", "=", "sent")
    later = Domain("state", "in", ("sent", "sale"))
    for order in orders.search(
        sent & Domain("engineering_superseded_by_id", "=", False)
    ):
        after = Domain("id", ">", order.id) & order._get_rivals_domain()
        # They stay as they were written: what replaces them is all that is new.
        if other := orders.search(after & later, order="id", limit=1):
            cr.execute(
                "UPDATE sale_order SET engineering_superseded_by_id = %s WHERE id = %s",
                (other.id, order.id),
            )
