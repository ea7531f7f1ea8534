"""Works of earlier versions know what they were given out and have done."""

from pathlib import Path

from odoo.modules.module import load_script
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

SCRIPT = "migrations/19.0.1.7.0/pre-done.py"


@tagged("standard", "post_install", "-at_install")
class TestDoneMigration(EngineeringCase):
    def test_what_was_given_out_counts_as_done_of_completed_works(self):
        self.contract()
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        done = self.done(self.worked(order, {self.survey: 2}))
        given = self.worked(order)
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE engineering_work_line
               SET planned_quantity = NULL, done_quantity = NULL, is_done_stated = NULL
            """
        )
        path = f"crm_engineering_calc/{SCRIPT}"
        for _time in range(2):
            load_script(path, Path(SCRIPT).stem).migrate(self.env.cr, "19.0.1.6.0")
        self.env.invalidate_all()
        for work, quantity, is_stated in (done, 2, True), (given, 1, False):
            line = work.sudo().engineering_work_line_ids
            self.assertEqual(
                (line.planned_quantity, line.done_quantity), (quantity,) * 2
            )
            self.assertEqual(line.is_done_stated, is_stated)
