"""What is selected and proposed is offered, and what is out stays valid as it is."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    cr.execute(
        """
        UPDATE engineering_variant
           SET offered = TRUE
         WHERE selected
           AND offered IS NOT TRUE
        """
    )
    cr.execute(
        """
        INSERT INTO sale_order_offered_variant_rel (order_id, engineering_variant_id)
        SELECT sale_order_id, engineering_variant_id
          FROM engineering_variant_sale_order_rel
            ON CONFLICT DO NOTHING
        """
    )
    orders = api.Environment(cr, SUPERUSER_ID, {})["sale.order"]
    sent = [("engineering_calculated", "=", True), ("state", "=", "sent")]
    orders = orders.search([*sent, ("engineering_released", "=", False)])
    cr.executemany(
        "UPDATE sale_order SET engineering_released = %s WHERE id = %s",
        [(order._get_fingerprint(), order.id) for order in orders],
    )
