"""An engineer compares variants in the browser."""

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.cases import ComparisonCase


@tagged("standard", "post_install", "-at_install")
class TestComparisonTours(ComparisonCase, HttpCase):
    def test_engineer_compares(self):
        self.start_tour(
            f"/odoo/calculations/{self.calculation.id}",
            "engineering_engineer_compares",
            login=self.engineer.login,
            timeout=120,
        )


@tagged("standard", "post_install", "-at_install")
class TestComparisonOnAPhone(ComparisonCase, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_engineer_compares_on_a_phone(self):
        self.start_tour(
            f"/odoo/calculations/{self.calculation.id}",
            "engineering_engineer_compares_on_a_phone",
            login=self.engineer.login,
            timeout=120,
        )
