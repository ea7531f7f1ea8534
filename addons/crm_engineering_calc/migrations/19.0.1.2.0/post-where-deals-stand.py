from collections import defaultdict

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    _work_out_states(env)
    _add_columns_of_orders(env)


def _work_out_states(env):
    """Let deals stand where their cards are, in the columns where people see them."""
    cr = env.cr
    cr.execute(SQL("SELECT DISTINCT lead_id FROM engineering_calculation"))
    leads = env["crm.lead"].browse(id_ for (id_,) in cr.fetchall())
    leads_by_state = defaultdict(list)
    for lead, state in leads._work_out_engineering_states().items():
        leads_by_state[str(state)].append(lead.id)
    for state, ids in leads_by_state.items():
        cr.execute(
            SQL(
                """
                UPDATE crm_lead
                   SET engineering_state = %(state)s
                 WHERE id IN %(ids)s
                   AND engineering_state IS DISTINCT FROM %(state)s
                """,
                state=state,
                ids=tuple(ids),
            )
        )
    env.invalidate_all()


def _add_columns_of_orders(env):
    """Give pipelines that have columns of engineering one of the new state."""
    columns = env["crm.stage"].search([("engineering_state", "!=", False)])
    for pipeline in columns.grouped("team_ids").values():
        by_state = pipeline.grouped("engineering_state")
        if "ordered" in by_state or not {"proposal", "work"} <= by_state.keys():
            continue
        before = by_state["proposal"][-1]
        for later in env["crm.stage"].search([("sequence", ">", before.sequence)]):
            later.sequence += 1
        before.copy(
            {"engineering_state": "ordered", "sequence": before.sequence + 1}
        )._name_as_states()
