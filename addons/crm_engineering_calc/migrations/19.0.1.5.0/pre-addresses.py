"""Deals have an address of works: empty in all that exist, so nothing is computed."""


def migrate(cr, version):
    cr.execute(
        """
        ALTER TABLE crm_lead
            ADD COLUMN IF NOT EXISTS engineering_address_id integer
        """
    )
