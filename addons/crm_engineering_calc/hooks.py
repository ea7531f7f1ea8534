from odoo.fields import Command
from odoo.tools import SQL, config


def pre_init_hook(env):
    _add_columns_of_deals(env)
    _add_columns_of_orders(env)
    _add_columns_of_contracts(env)
    _add_columns_of_tasks(env)
    _heal_delivery(env)
    _take_contracts_back(env)


def _add_columns_of_deals(env):
    """Add computed and defaulted columns to the deals before the ORM does.

    A column that exists is not filled record by record at install. None of the deals
    that exist belongs to engineering: no team, no address, no revenue, and
    the state “none”.
    """
    env.cr.execute(
        SQL(
            """
            ALTER TABLE crm_lead
                ADD COLUMN IF NOT EXISTS engineering_team_id integer,
                ADD COLUMN IF NOT EXISTS engineering_address_id integer,
                ADD COLUMN IF NOT EXISTS engineering_expected_revenue numeric,
                ADD COLUMN IF NOT EXISTS engineering_state varchar DEFAULT 'none'
            """
        )
    )
    env.cr.execute(
        SQL("ALTER TABLE crm_lead ALTER COLUMN engineering_state DROP DEFAULT")
    )


def _add_columns_of_orders(env):
    """Add to the orders, before the ORM does, what is kept of calculated ones alone."""
    env.cr.execute(
        SQL(
            """
            ALTER TABLE sale_order
                ADD COLUMN IF NOT EXISTS engineering_amount_invoiced numeric,
                ADD COLUMN IF NOT EXISTS engineering_amount_paid numeric,
                ADD COLUMN IF NOT EXISTS engineering_payment_state varchar
            """
        )
    )


def _add_columns_of_contracts(env):
    """Add signatories and text to contracts before the ORM does: none has them yet."""
    env.cr.execute(
        SQL(
            """
            ALTER TABLE agreement
                ADD COLUMN IF NOT EXISTS engineering_signatory_id integer,
                ADD COLUMN IF NOT EXISTS engineering_signatory_basis varchar,
                ADD COLUMN IF NOT EXISTS engineering_customer_signatory_id integer,
                ADD COLUMN IF NOT EXISTS engineering_customer_signatory_basis varchar,
                ADD COLUMN IF NOT EXISTS engineering_text text
            """
        )
    )


def _add_columns_of_tasks(env):
    """Add to the tasks, before the ORM does, what is worked out of works alone."""
    env.cr.execute(
        SQL(
            """
            ALTER TABLE project_task
                ADD COLUMN IF NOT EXISTS engineering_end timestamp
            """
        )
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


def _take_contracts_back(env):
    """Take from all users the contracts that came to them with this addon.

    OCA `agreement` makes each user an editor of all contracts when it is installed.
    Where it is there only because this addon needs it, nobody has asked for that.
    """
    if _is_agreement_wanted(env):
        return
    editors = env.ref("agreement.group_agreement_user")
    editors.user_ids = [Command.clear()]


def _is_agreement_wanted(env):
    """Return whether `agreement` was there before, or was asked for beside us."""
    modules = env["ir.module.module"]
    ours = modules._get("crm_engineering_calc")
    if env.ref("agreement.group_agreement_user").create_date < ours.write_date:
        return True
    asked = modules.search([("name", "in", list(config["init"]))])
    asked -= ours | ours.downstream_dependencies(exclude_states=("uninstallable",))
    asked |= asked.upstream_dependencies(exclude_states=("uninstallable",))
    return "agreement" in asked.mapped("name")


def uninstall_hook(env):
    """Let the host remove the models: a file without a path of its own stops it."""
    _hand_files_over(env)
    _let_records_go(env)
    models = [
        name
        for name, model in env.registry.items()
        if model._original_module == "crm_engineering_calc"
    ]
    env.cr.execute(
        SQL(
            "DELETE FROM ir_attachment WHERE res_model IN %s AND store_fname IS NULL",
            tuple(models),
        )
    )
    env.invalidate_all()


def _hand_files_over(env):
    """Give the files of acts and calculations to their deals.

    The host would delete them along with what they belong to.
    """
    for model in ("engineering.act", "engineering.calculation"):
        table = SQL.identifier(env[model]._table)
        env.cr.execute(
            SQL(
                """
                UPDATE ir_attachment
                   SET res_model = 'crm.lead', res_id = card.lead_id
                  FROM %(table)s AS card
                 WHERE ir_attachment.res_model = %(model)s
                   AND ir_attachment.res_id = card.id
                   AND ir_attachment.res_field IS NULL
                """,
                table=table,
                model=model,
            )
        )


def _let_records_go(env):
    """Let nothing hold the files, nor the stages that the addon has brought."""
    env.cr.execute(
        SQL(
            """
            ALTER TABLE engineering_calculation
                DROP CONSTRAINT IF EXISTS engineering_calculation_stage_id_fkey
            """
        )
    )
    env.cr.execute(
        SQL(
            """
            UPDATE ir_attachment
               SET engineering_evidence_kind_id = NULL
             WHERE engineering_evidence_kind_id IS NOT NULL
            """
        )
    )
    env.cr.execute(SQL("UPDATE engineering_act SET scan_id = NULL"))
    env.cr.execute(SQL("UPDATE engineering_signature SET paper_id = NULL"))
