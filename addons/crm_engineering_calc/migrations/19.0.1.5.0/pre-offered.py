"""What was selected is offered, too."""


def migrate(cr, version):
    cr.execute(
        """
        ALTER TABLE engineering_variant ADD COLUMN IF NOT EXISTS offered boolean
        """
    )
    cr.execute("UPDATE engineering_variant SET offered = selected")
