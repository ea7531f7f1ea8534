from odoo.tools import SQL
from odoo.tools.sql import column_exists

from odoo.addons.crm_engineering_calc.renaming import rename_mentions

# The fields themselves are others: the columns of the old ones go with them.
REPLACED = {
    "crm.lead": {
        "engineering_selected_variant_id": "engineering_variant_ids",
        "engineering_variant_ids": "engineering_completed_variant_ids",
    },
    "sale.order": {
        "engineering_calculation_id": "engineering_calculation_ids",
        "engineering_variant_id": "engineering_variant_ids",
    },
}


def migrate(cr, version):
    if column_exists(cr, "sale_order", "engineering_variant_id"):
        rename_mentions(cr, REPLACED)
        _mark_orders(cr)


def _mark_orders(cr):
    """Mark what was made from calculations, before anything asks for it."""
    cr.execute(
        SQL(
            """
            ALTER TABLE sale_order
                ADD COLUMN IF NOT EXISTS engineering_calculated boolean
            """
        )
    )
    cr.execute(
        SQL(
            """
            UPDATE sale_order
               SET engineering_calculated = TRUE
             WHERE engineering_variant_id IS NOT NULL
            """
        )
    )
