"""Keep all that contracts said when they were sent, where their text alone was kept."""

from markupsafe import Markup

from odoo import SUPERUSER_ID, api
from odoo.tools import split_every
from odoo.tools.sql import column_exists

BATCH = 100


def migrate(cr, version):
    # Contracts of earlier versions kept nothing, and are read as they are.
    if not column_exists(cr, "agreement", "engineering_sent_text"):
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute(
        """
        SELECT id, engineering_sent_text FROM agreement
         WHERE engineering_sent_text IS NOT NULL
           AND engineering_sent_content IS NULL
        """
    )
    for rows in split_every(BATCH, cr.fetchall()):
        for contract_id, text in rows:
            contract = env["agreement"].browse(contract_id)
            values = contract._prepare_content_values(Markup(text))
            contract._as_machine().write(values)
        env.flush_all()
        env.invalidate_all()
