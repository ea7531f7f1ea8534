"""What completed works were accepted with stays as it is: evidence of no said kind."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.crm_engineering_calc.domain.workflows import WorkState


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    kind = env.ref("crm_engineering_calc.evidence_kind_other")
    cr.execute(
        SQL(
            """
            UPDATE ir_attachment AS file
               SET engineering_evidence_kind_id = %(kind)s,
                   engineering_frozen = TRUE
              FROM project_task AS work
             WHERE work.engineering_state = %(completed)s
               AND file.res_model = 'project.task'
               AND file.res_id = work.id
               AND file.res_field IS NULL
               AND file.type = 'binary'
               AND file.engineering_evidence_kind_id IS NULL
            """,
            kind=kind.id,
            completed=WorkState.COMPLETED.value,
        )
    )
    env.invalidate_all()
