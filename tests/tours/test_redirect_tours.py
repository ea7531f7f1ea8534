"""An engineer redirects a request to a department whose cards only it can see."""

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestRedirectTours(EngineeringCase, HttpCase):
    def test_engineer_is_led_to_the_desk(self):
        calculation = self.requested(name="Winter garden")
        self.start_tour(
            "/odoo/engineering-desk",
            "engineering_engineer_redirects",
            login=self.engineer.login,
            timeout=120,
        )
        self.env.invalidate_all()
        self.assertEqual(calculation.sudo().team_id, self.other_team)
        self.assertFalse(self.as_(self.engineer, calculation).has_access("read"))
