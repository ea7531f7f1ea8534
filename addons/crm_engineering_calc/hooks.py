from odoo.tools import SQL


def pre_init_hook(env):
    _add_columns_of_deals(env)
    _heal_delivery(env)


def _add_columns_of_deals(env):
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


def _heal_delivery(env):
    """Let order lines be delivered by hand that an earlier life of the addon left.

    Its acts are gone, and with them what could deliver them.
    """
    env.cr.execute(
        SQL(
            """
            UPDATE sale_order_line
               SET qty_delivered_method = 'manual'
             WHERE qty_delivered_method IS NULL
                OR qty_delivered_method = 'engineering_act'
            """
        )
    )
