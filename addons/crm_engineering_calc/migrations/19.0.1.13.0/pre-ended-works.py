"""Completed works get the moment that their column has taken from them.

The host forgets when a task ended if its column is not folded. Acts ask for it.
"""


def migrate(cr, version):
    cr.execute(
        """
        UPDATE project_task
           SET date_end = date_last_stage_update
         WHERE engineering_state = 'completed'
           AND date_end IS NULL
        """
    )
