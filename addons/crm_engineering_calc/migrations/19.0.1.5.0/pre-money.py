"""What is billed and paid of orders gets columns, which are not filled one by one."""


def migrate(cr, version):
    cr.execute(
        """
        ALTER TABLE sale_order
            ADD COLUMN IF NOT EXISTS engineering_amount_invoiced numeric,
            ADD COLUMN IF NOT EXISTS engineering_amount_paid numeric,
            ADD COLUMN IF NOT EXISTS engineering_payment_state varchar
        """
    )
