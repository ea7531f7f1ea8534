"""Deals know since when they are in their state: by their column, until it changes."""


def migrate(cr, version):
    cr.execute(
        """
        ALTER TABLE crm_lead
            ADD COLUMN IF NOT EXISTS engineering_state_since timestamp
        """
    )
    cr.execute(
        """
        UPDATE crm_lead
           SET engineering_state_since = COALESCE(date_last_stage_update, create_date)
         WHERE engineering_state != 'none' AND engineering_state_since IS NULL
        """
    )
