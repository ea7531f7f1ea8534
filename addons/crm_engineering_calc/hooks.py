from odoo.tools import SQL


def pre_init_hook(env):
    """Add the columns of computed fields to big host tables before the ORM does.

    A column that exists is not computed record by record at install. None of the
    deals and tasks that exist belongs to engineering, so NULL is the right value.
    """
    env.cr.execute(
        SQL(
            """
            ALTER TABLE crm_lead
                ADD COLUMN IF NOT EXISTS engineering_team_id integer,
                ADD COLUMN IF NOT EXISTS engineering_state varchar DEFAULT 'none'
            """
        )
    )
    env.cr.execute(
        SQL("ALTER TABLE crm_lead ALTER COLUMN engineering_state DROP DEFAULT")
    )
