"""Works that a project of no company took from theirs are of their orders' again.

Who sees tasks of no company would see them in all companies.
"""


def migrate(cr, version):
    cr.execute(
        """
        UPDATE project_task AS task
           SET company_id = sale.company_id
          FROM engineering_work_line AS line
          JOIN sale_order_line AS ordered ON ordered.id = line.order_line_id
          JOIN sale_order AS sale ON sale.id = ordered.order_id
         WHERE line.task_id = task.id
           AND task.engineering_state IS NOT NULL
           AND task.company_id IS NULL
        """
    )
