"""Coefficients of a database of a version that knew no bounds of them."""

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.modules.module import load_script
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.sql import constraint_definition, drop_constraint

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

BOUNDS = "migrations/19.0.1.12.0/pre-bounds.py"
TABLE = "engineering_direction"
CONSTRAINT = f"{TABLE}_coefficient_bounds"


@tagged("standard", "post_install", "-at_install")
class TestBoundsMigration(EngineeringCase):
    def migrate(self):
        module = load_script(f"crm_engineering_calc/{BOUNDS}", BOUNDS)
        module.migrate(self.env.cr, "19.0.1.9.0")
        self.env.invalidate_all()

    def store(self, low, high):
        """Store bounds as a version has left them that refused none of these."""
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {TABLE} SET coefficient_min = %s, coefficient_max = %s"
            " WHERE id = %s",
            [low, high, self.direction.id],
        )
        self.env.invalidate_all()

    def as_of_before(self):
        """Take the columns away that a database of 19.0.1.9.0 does not have."""
        self.env.flush_all()
        drop_constraint(self.env.cr, TABLE, CONSTRAINT)
        self.env.cr.execute(
            f"ALTER TABLE {TABLE} DROP COLUMN coefficient_min,"
            " DROP COLUMN coefficient_max"
        )
        self.env.invalidate_all()

    def assertConstrained(self):
        """Assert that the columns of now can be had with their constraint."""
        names = ["engineering.direction"]
        self.registry.init_models(self.env.cr, names, {}, install=False)
        self.assertTrue(constraint_definition(self.env.cr, TABLE, CONSTRAINT))

    def test_lines_of_a_database_without_bounds_stay_and_new_ones_keep_to_them(self):
        line = self.variant(self.taken()).line_ids[0]
        line.write({"coefficient": 5, "coefficient_reason": "Night"})
        self.as_of_before()
        self.migrate()
        self.assertConstrained()
        self.assertEqual(self.direction._get_coefficient_bounds(), (0, 0))
        line.coefficient = 6
        self.direction.write({"coefficient_min": 0.8, "coefficient_max": 1.5})
        line.quantity = 7
        self.assertEqual(line.copy().coefficient, 6)
        self.assertRefused(
            ValidationError, "0.8 to 1.5", line.write, {"coefficient": 5}
        )
        line.coefficient = 1.4

    def test_half_a_pair_of_bounds_is_refused(self):
        self.store(None, None)
        for values in (
            {"coefficient_max": 3},
            {"coefficient_max": 0.5},
            {"coefficient_min": 0.5},
        ):
            with (
                self.subTest(values),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.direction.write(values)
                self.direction.flush_recordset()
        self.direction.write({"coefficient_min": 0.5, "coefficient_max": 3})

    def test_half_a_pair_of_bounds_that_was_stored_is_made_whole(self):
        drop_constraint(self.env.cr, TABLE, CONSTRAINT)
        for stored, kept in (
            ((None, None), (0, 0)),
            ((None, 0), (0, 0)),
            ((0.5, None), (0, 0)),
            ((None, 3), (0.01, 3)),
            ((None, 0.5), (0.01, 1)),
            ((0.8, 1.5), (0.8, 1.5)),
        ):
            with self.subTest(stored):
                self.store(*stored)
                self.migrate()
                self.assertEqual(self.direction._get_coefficient_bounds(), kept)
        self.assertConstrained()
