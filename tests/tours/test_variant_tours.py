"""An engineer changes the lines of a variant in its form."""

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestVariantTours(EngineeringCase, HttpCase):
    def test_section_is_renamed(self):
        variant = self.variant(
            self.taken(), [{"display_type": "line_section", "name": "Yard"}]
        )
        self.start_tour(
            f"/odoo/engineering.variant/{variant.id}",
            "engineering_engineer_renames_a_section",
            login=self.engineer.login,
            timeout=300,
        )
        self.env.invalidate_all()
        self.assertEqual(variant.line_ids.name, "Garden")
