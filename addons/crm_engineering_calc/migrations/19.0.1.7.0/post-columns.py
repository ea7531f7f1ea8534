"""Works move through the columns of the projects that directions have already."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    directions = env["engineering.direction"].with_context(active_test=False)
    unmapped = [
        project
        for project in directions.search([]).project_id
        if not any(project.type_ids.mapped("engineering_state"))
    ]
    for project in unmapped:
        project.type_ids._map_to_states()
    env.flush_all()
    _put_works_in_place(env, [project.id for project in unmapped])
    env.invalidate_all()


def _put_works_in_place(env, project_ids):
    """Put works into the columns of their states, telling nobody.

    Those in a column that is for no state stay there: somebody has put them so. A
    cancelled or declined work, where no column is for it, stays too.
    """
    env.cr.execute(
        SQL(
            """
            UPDATE project_task AS work
               SET stage_id = target.id
              FROM project_task_type AS target
              JOIN project_task_type_rel AS link ON link.type_id = target.id
             WHERE link.project_id = work.project_id
               AND work.project_id = ANY(%(projects)s)
               AND target.engineering_state = work.engineering_state
               AND work.stage_id IS DISTINCT FROM target.id
               AND NOT EXISTS (
                   SELECT 1
                     FROM project_task_type AS current
                    WHERE current.id = work.stage_id
                      AND current.engineering_state IS NULL
               )
            """,
            projects=project_ids,
        )
    )
