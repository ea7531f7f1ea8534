from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Keep what a preview has shown as a text, as it is written and read at once."""
    if column_exists(cr, "engineering_estimate_import", "estimate"):
        cr.execute(
            """
            ALTER TABLE engineering_estimate_import
            ALTER COLUMN estimate TYPE text USING estimate::text
            """
        )
