"""What went out with taxes that were chosen by hand stays valid as it is."""

from odoo import SUPERUSER_ID, api

from odoo.addons.crm_engineering_calc.domain.excesses import ExcessKind


def migrate(cr, version):
    orders = api.Environment(cr, SUPERUSER_ID, {})["sale.order"]
    sent = [("engineering_calculated", "=", True), ("state", "=", "sent")]
    # They stay as they were written: that they may be accepted is all that is new.
    cr.executemany(
        "UPDATE sale_order SET engineering_released = %s WHERE id = %s",
        [
            (order._get_fingerprint(), order.id)
            for order in orders.search(sent).filtered(_has_other_taxes_alone)
        ],
    )


def _has_other_taxes_alone(order):
    if not order._get_taxes_by_hand():
        return False
    found = order._get_excesses().values()
    return {excess.kind for some in found for excess in some} == {ExcessKind.TAXES}
