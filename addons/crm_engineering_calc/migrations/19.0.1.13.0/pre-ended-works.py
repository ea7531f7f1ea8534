"""Completed works have a moment at which they were completed, or at most later.

The host forgets when a task ended if its column is not folded. Acts ask for it,
and what is known is when the work came into its column.
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
