"""Promises are working hours, and what is due is stored.

Deadlines that stand stay as they are, and what nobody promised is promised to nobody.
The columns are made here, so that no calendar is asked for what was calculated once.
"""


def migrate(cr, version):
    # A day of 24 hours was promised by whoever promises a working day of eight.
    cr.execute(
        """
        UPDATE engineering_direction
           SET response_hours = LEAST(response_hours, GREATEST(8, response_hours / 3))
        """
    )
    cr.execute(
        """
        ALTER TABLE engineering_calculation
            ADD COLUMN IF NOT EXISTS promise_deadline timestamp,
            ADD COLUMN IF NOT EXISTS needed_until timestamp,
            ADD COLUMN IF NOT EXISTS state_since timestamp,
            ADD COLUMN IF NOT EXISTS clock_from timestamp,
            ADD COLUMN IF NOT EXISTS due timestamp,
            ADD COLUMN IF NOT EXISTS due_soon timestamp,
            ADD COLUMN IF NOT EXISTS due_over timestamp,
            ADD COLUMN IF NOT EXISTS escalated integer
        """
    )
    cr.execute(
        """
        UPDATE engineering_calculation AS card
           SET needed_until = card.deadline + time '23:59:59',
               state_since = COALESCE(
                   card.completed_on,
                   GREATEST(card.taken_on, card.requested_on),
                   card.create_date,
                   now() AT TIME ZONE 'UTC'
               )
        """
    )
    cr.execute(
        """
        WITH dues AS (
            SELECT id, state_since AS begin,
                   CASE state
                       WHEN 'requested' THEN LEAST(response_deadline, needed_until)
                       ELSE needed_until
                   END AS due
              FROM engineering_calculation
             WHERE state IN ('requested', 'in_progress')
        )
        UPDATE engineering_calculation AS card
           SET due = dues.due,
               due_soon = dues.due - GREATEST(dues.due - begin, interval '0') / 4,
               due_over = dues.due + GREATEST(dues.due - begin, interval '0') / 4,
               -- Nobody is told of what was late before anybody was told of it.
               escalated = CASE WHEN dues.due <= now() AT TIME ZONE 'UTC'
                                THEN 3 ELSE 0 END
          FROM dues
         WHERE dues.id = card.id AND dues.due IS NOT NULL
        """
    )
