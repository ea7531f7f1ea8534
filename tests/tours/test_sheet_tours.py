"""An engineer enters lines in a sheet by the keyboard alone."""

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestSheetTours(EngineeringCase, HttpCase):
    def test_engineer_fills_a_sheet(self):
        self.montage.name = "Tour survey"
        calculation = self.taken()
        variant = self.variant(calculation)
        variant.line_ids.unlink()
        self.start_tour(
            f"/odoo/engineering.variant/{variant.id}",
            "engineering_engineer_fills_a_sheet",
            login=self.engineer.login,
            timeout=300,
        )
        self.env.invalidate_all()
        self.assertEqual(variant.line_ids.mapped("quantity"), [3.0, 6.0])
        self.assertEqual(variant.line_ids.mapped("formula"), [False, "2*3"])

    def three_lines(self):
        return self.variant(
            self.taken(),
            [
                {"product_id": self.montage.id, "quantity": quantity, "name": name}
                for quantity, name in ((1, "A"), (2, "B"), (3, "C"))
            ],
        )

    def walk_sheet(self, variant, tour):
        self.start_tour(
            f"/odoo/engineering.variant/{variant.id}/engineering-sheet",
            tour,
            login=self.engineer.login,
            timeout=300,
        )
        self.env.invalidate_all()

    def test_enter_draws_two_rows(self):
        variant = self.three_lines()
        self.walk_sheet(variant, "engineering_engineer_goes_down_a_sheet")
        self.assertEqual(variant.line_ids.mapped("quantity"), [7, 2, 3])

    def test_last_step_on_many_lines_is_undone(self):
        variant = self.three_lines()
        self.walk_sheet(variant, "engineering_engineer_undoes_in_a_sheet")
        self.assertEqual(variant.line_ids.mapped("quantity"), [1, 2, 3])
