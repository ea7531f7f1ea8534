from odoo.tools import SQL
from odoo.tools.sql import column_exists


def migrate(cr, version):
    if column_exists(cr, "crm_lead", "engineering_selected_variant_id"):
        _select_per_calculation(cr)
    if column_exists(cr, "sale_order", "engineering_variant_id"):
        _hold_variants(cr)


def _select_per_calculation(cr):
    cr.execute(
        SQL(
            """
            UPDATE engineering_variant AS variant
               SET selected = TRUE
              FROM crm_lead AS lead
             WHERE lead.engineering_selected_variant_id = variant.id
            """
        )
    )


def _hold_variants(cr):
    """Let each order hold the variant that it sells."""
    cr.execute(
        SQL(
            """
            INSERT INTO engineering_variant_sale_order_rel
                   (sale_order_id, engineering_variant_id)
            SELECT id, engineering_variant_id
              FROM sale_order
             WHERE engineering_variant_id IS NOT NULL
                ON CONFLICT DO NOTHING
            """
        )
    )
