"""Bounds of coefficients of which one alone was set bound nothing that was meant."""

from odoo.tools.sql import column_exists

# What no engineer goes below, where nobody has said how low he may go.
LEAST = 0.01


def migrate(cr, version):
    if not column_exists(cr, "engineering_direction", "coefficient_max"):
        return
    cr.execute(
        """
        UPDATE engineering_direction
           SET coefficient_min = CASE
                   WHEN COALESCE(coefficient_max, 0) = 0 THEN 0
                   WHEN COALESCE(coefficient_min, 0) <= 0 THEN %s
                   ELSE LEAST(coefficient_min, 1)
               END,
               coefficient_max = CASE
                   WHEN COALESCE(coefficient_max, 0) = 0 THEN 0
                   ELSE GREATEST(coefficient_max, 1)
               END
         WHERE coefficient_min IS NULL
            OR coefficient_max IS NULL
        """,
        [LEAST],
    )
