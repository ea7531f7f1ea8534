from odoo.tools import SQL


def pre_init_hook(env):
    """Add computed and defaulted columns to the deals before the ORM does.

    A column that exists is not filled record by record at install. None of the deals
    that exist belongs to engineering: no team, and the state “none”.
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
