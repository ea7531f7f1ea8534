"""The first run in a browser: from the guide to a request that is sent."""

from odoo.tests import HttpCase, new_test_user, tagged


@tagged("standard", "post_install", "-at_install")
class TestSetupTours(HttpCase):
    def test_guide_ends_with_a_request(self):
        administrator = new_test_user(
            self.env,
            "tour_administrator",
            "crm_engineering_calc.group_administrator,product.group_product_manager,"
            "sales_team.group_sale_manager",
        )
        engineer = new_test_user(
            self.env, "tour_engineer", "crm_engineering_calc.group_engineer"
        )
        self.start_tour(
            "/odoo/engineering-directions",
            "engineering_administrator_sets_up",
            login=administrator.login,
            timeout=120,
        )
        direction = self.env["engineering.direction"].search(
            [("name", "=", "Winter gardens")]
        )
        self.assertEqual(direction.product_tmpl_ids.list_price, 1500)
        self.assertEqual(direction.team_id.member_ids, engineer)
        calculation = self.env["engineering.calculation"].search(
            [("direction_id", "=", direction.id)]
        )
        self.assertEqual(calculation.user_id, administrator)
        calculation.with_user(engineer).action_take()
        self.assertEqual(calculation.state, "in_progress")
