"""Of no expected revenue is it known that calculations have set it: it was typed."""


def migrate(cr, version):
    cr.execute(
        """
        ALTER TABLE crm_lead
            ADD COLUMN IF NOT EXISTS engineering_expected_revenue numeric
        """
    )
