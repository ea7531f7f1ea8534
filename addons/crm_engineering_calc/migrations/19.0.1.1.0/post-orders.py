from odoo import SUPERUSER_ID, api
from odoo.tools import SQL


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    _keep_prices(env)
    _deliver_by_acts(env)


def _keep_prices(env):
    """Mark the engineer's prices as new lines have them marked, for duplicates."""
    env.cr.execute(
        SQL(
            """
            UPDATE sale_order_line
               SET technical_price_unit = -1 - abs(price_unit)
             WHERE engineering_variant_line_id IS NOT NULL
               AND display_type IS NULL
            """
        )
    )


def _deliver_by_acts(env):
    """Let acts deliver what timesheets, milestones or inventory took for theirs."""
    lines = env["sale.order.line"].search(
        [("order_id.engineering_calculated", "=", True), ("product_id", "!=", False)]
    )
    env.add_to_compute(lines._fields["qty_delivered_method"], lines)
    lines.flush_recordset(["qty_delivered_method"])
