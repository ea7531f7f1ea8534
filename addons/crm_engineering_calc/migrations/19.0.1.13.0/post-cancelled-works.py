"""Cancelled works have nothing to mend any more: the feed keeps what was said."""


def migrate(cr, version):
    cr.execute(
        """
        UPDATE project_task
           SET engineering_return_reason = NULL
         WHERE engineering_state = 'cancelled'
           AND engineering_return_reason IS NOT NULL
        """
    )
