from odoo.tools import SQL


def migrate(cr, version):
    """Fill what requests have from now on, of all of them at once.

    A redirection wrote the time of the request anew: the first was when it was created.
    """
    cr.execute(
        SQL(
            """
            ALTER TABLE engineering_calculation
                ADD COLUMN IF NOT EXISTS first_requested_on timestamp,
                ADD COLUMN IF NOT EXISTS planned_hours double precision DEFAULT 0
            """
        )
    )
    cr.execute(
        SQL(
            """
            UPDATE engineering_calculation
               SET first_requested_on = LEAST(requested_on, create_date)
             WHERE first_requested_on IS NULL
            """
        )
    )
    cr.execute(
        SQL(
            """
            ALTER TABLE engineering_calculation
                ALTER COLUMN planned_hours DROP DEFAULT
            """
        )
    )
