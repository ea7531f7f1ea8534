"""A work on the engineer's phone: accepted, checked, signed and completed."""

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

TIMEOUT = 300


@tagged("standard", "post_install", "-at_install")
class TestWorkTour(EngineeringCase, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_engineer_does_a_work_on_a_phone(self):
        self.direction.write(
            {
                "signature_required": True,
                "check_ids": [Command.create({"name": "The roof is tight"})],
            }
        )
        self.contract()
        order = self.ordered(
            self.deal(name="Winter garden"),
            [
                {"display_type": "line_section", "name": "Roof"},
                {"product_id": self.montage.id, "quantity": 1, "base_price": 10.0},
            ],
        )
        work = self.worked(order, engineer=self.engineer)
        self.start_tour(
            "/odoo/engineering-my-works",
            "engineering_engineer_does_a_work",
            login=self.engineer.login,
            timeout=TIMEOUT,
        )
        work.invalidate_recordset()
        self.assertEqual(work.engineering_state, "completed")
        self.assertEqual(work.engineering_signed_by, "Anna Customer")
        self.assertEqual(work.engineering_signature_user_id, self.engineer)
        self.assertEqual(work.engineering_check_ids.done_by_id, self.engineer)
