"""Promises of an earlier version become working hours, and time is kept from now."""

from pathlib import Path

from odoo.modules.module import load_script
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

MODULE = "crm_engineering_calc"
VERSION = "19.0.1.4.0"


@tagged("standard", "post_install", "-at_install")
class TestPromiseMigration(EngineeringCase):
    def migrate(self, name, version=VERSION):
        self.env.flush_all()
        path = f"migrations/{version}/{name}.py"
        load_script(f"{MODULE}/{path}", Path(path).stem).migrate(
            self.env.cr, "19.0.1.3.0"
        )
        self.env.invalidate_all()

    def test_days_become_working_days(self):
        for before, after in ((24, 8), (48, 16), (12, 8), (3, 3), (0, 0)):
            with self.subTest(before):
                self.direction.response_hours = before
                self.migrate("pre-promises")
                self.assertEqual(self.direction.response_hours, after)

    def test_deadlines_stand_and_nobody_is_told_of_old_ones(self):
        late = self.taken(engineering_deadline="2020-01-31").sudo()
        ahead = self.requested(engineering_deadline="2099-01-31").sudo()
        taken_until = ahead.response_deadline
        cards = late | ahead
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE engineering_calculation SET due = NULL, due_soon = NULL,"
            " state_since = NULL WHERE id = ANY(%s)",
            [cards.ids],
        )
        self.migrate("pre-promises")
        self.assertTrue(late.is_late)
        self.assertEqual(late.escalated, 3)
        self.assertEqual(ahead.due, taken_until)
        self.assertEqual(ahead.urgency, "safe")
        self.assertEqual(ahead.escalated, 0)
        self.assertEqual(late.state_since, late.taken_on)

    def test_each_open_calculation_has_one_interval_that_goes_on(self):
        calculation = self.taken().sudo()
        self.ask(calculation.with_user(self.engineer))
        done = self.completed().sudo()
        intervals = self.env["engineering.interval"]
        intervals.search([("calculation_id", "in", (calculation | done).ids)]).unlink()
        for _again in range(2):
            self.migrate("post-intervals")
            row = intervals.search([("calculation_id", "in", (calculation | done).ids)])
            self.assertEqual(row.calculation_id, calculation)
            self.assertEqual((row.state, row.waiting_for), ("waiting", "manager"))
            self.assertEqual(row.start, calculation.state_since)
            self.assertFalse(row.stop)

    def test_cron_of_visits_goes_by_its_new_name(self):
        cron = self.env.ref("crm_engineering_calc.ir_cron_visits_over")
        code = cron.code
        cron.code = "model._cron_leave_measurement_stage()"
        self.migrate("pre-visits", "19.0.1.4.1")
        self.assertEqual(cron.code, code)
