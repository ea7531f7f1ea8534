"""Bill nothing that is written off, and let deals stand where their works are.

A claim opens a closed deal, and a deal is closed when all of its order is written off.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL, split_every

BATCH = 1000
BILLED = ("qty_to_invoice", "invoice_status")


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    _bill_no_write_offs(env)
    _move_deals(env)


def _bill_no_write_offs(env):
    lines = env["sale.order.line"]
    for ids in _select(
        env,
        """
        SELECT DISTINCT order_line_id FROM engineering_write_off
         WHERE undone_on IS NULL
        """,
    ):
        written_off = lines.browse(ids)
        for name in BILLED:
            env.add_to_compute(lines._fields[name], written_off)
        written_off.modified(BILLED)
        _let_go(env)


def _move_deals(env):
    open_states = env["project.task"]._get_workflow().open_states
    for ids in _select(
        env,
        """
        SELECT lead.id FROM crm_lead AS lead
         WHERE lead.engineering_state = 'closed'
           AND EXISTS (
               SELECT FROM project_task AS work
                WHERE work.engineering_lead_id = lead.id
                  AND work.engineering_state IN %s
           )
            OR lead.engineering_state NOT IN ('none', 'closed')
           AND EXISTS (
               SELECT FROM engineering_write_off AS write_off
                WHERE write_off.lead_id = lead.id
                  AND write_off.undone_on IS NULL
           )
        """,
        tuple(open_states),
    ):
        env["crm.lead"].browse(ids)._update_engineering_state()
        _let_go(env)


def _select(env, query, *values):
    """Return batches of the ids that the query finds."""
    return split_every(
        BATCH, [row[0] for row in env.execute_query(SQL(query, *values))]
    )


def _let_go(env):
    env.flush_all()
    env.invalidate_all()
