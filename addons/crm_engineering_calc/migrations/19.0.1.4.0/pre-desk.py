from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column


def migrate(cr, version):
    """Let calculations be in their state since the last step that is known."""
    if column_exists(cr, "engineering_calculation", "state_since"):
        return
    create_column(cr, "engineering_calculation", "state_since", "timestamp")
    cr.execute(
        SQL(
            """
            UPDATE engineering_calculation
               SET state_since = COALESCE(
                       completed_on, taken_on, requested_on, create_date
                   )
            """
        )
    )
