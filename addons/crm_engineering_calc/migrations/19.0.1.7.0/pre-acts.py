"""Lines of acts tell their sections, and what they come to with taxes.

Both are filled afterwards, or not at all: computed now, they would follow orders that
were changed since.
"""

from odoo.tools.sql import column_exists, create_column

COLUMNS = {
    "price_tax": "numeric",
    "price_total": "numeric",
    "tax_amounts": "jsonb",
    "sections": "jsonb",
}


def migrate(cr, version):
    for column, kind in COLUMNS.items():
        if not column_exists(cr, "engineering_act_line", column):
            create_column(cr, "engineering_act_line", column, kind)
