"""An engineer measures, writes formulas, and explains what is suspicious."""

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestMeasurementTours(EngineeringCase, HttpCase):
    def test_engineer_measures(self):
        self.model("engineering.direction.measurement", self.administrator).create(
            {"direction_id": self.direction.id, "name": "Width", "code": "W"}
        )
        calculation = self.requested(name="Winter garden")
        self.start_tour(
            "/odoo/engineering-desk",
            "engineering_engineer_measures",
            login=self.engineer.login,
            timeout=120,
        )
        self.env.invalidate_all()
        self.assertEqual(calculation.state, "completed")
        self.assertEqual(calculation.completion_note, "The survey is a gift")
        self.assertEqual(calculation.variant_ids.line_ids[0].quantity, 7.5)
