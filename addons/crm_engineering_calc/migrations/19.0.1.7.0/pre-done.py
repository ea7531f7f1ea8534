"""Works know apart what was given out and what was done: it was the same so far."""


def migrate(cr, version):
    cr.execute(
        """
        ALTER TABLE engineering_work_line
            ADD COLUMN IF NOT EXISTS planned_quantity numeric,
            ADD COLUMN IF NOT EXISTS done_quantity numeric,
            ADD COLUMN IF NOT EXISTS is_done_stated boolean,
            DROP CONSTRAINT IF EXISTS engineering_work_line_quantity_positive
        """
    )
    cr.execute(
        """
        UPDATE engineering_work_line line
           SET planned_quantity = line.quantity,
               done_quantity = line.quantity,
               is_done_stated = task.engineering_state = 'completed'
          FROM project_task task
         WHERE task.id = line.task_id
           AND line.planned_quantity IS NULL
        """
    )
