"""The planned end of works gets a column, which is not filled task by task."""


def migrate(cr, version):
    cr.execute(
        "ALTER TABLE project_task ADD COLUMN IF NOT EXISTS engineering_end timestamp"
    )
