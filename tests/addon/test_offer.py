"""Engineering shows itself to those who have a role in it, or a direction to choose."""

from lxml import etree

from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

ROOT = "crm_engineering_calc.menu_engineering_root"


@tagged("standard", "post_install", "-at_install")
class TestOffer(EngineeringCase):
    def menus(self, user):
        return self.model("ir.ui.menu", user)._visible_menu_ids()

    def page(self, user, **values):
        """Return the tab of the deal's form as the user gets it."""
        lead = self.deal(self.manager, **values).with_user(user)
        pages = Form(lead)._view["tree"].xpath("//page[@name='engineering']")
        return bool(pages) and lead.engineering_offered

    def shown(self, model, user):
        """Return what lists and searches of the host show of engineering."""
        views = self.model(model, user).get_views([(False, "list"), (False, "search")])
        return [
            node.get("name")
            for view in views["views"].values()
            for node in etree.fromstring(view["arch"]).iter("field", "filter")
            if "engineering" in node.get("name") and not node.get("column_invisible")
        ]

    def forget_directions(self):
        """Leave the company as it is after an installation."""
        self.env["engineering.calculation"].search([]).unlink()
        directions = self.quiet["engineering.direction"].with_context(active_test=False)
        directions.search([]).coefficient_ids.unlink()
        directions = directions.search([])
        directions.product_tmpl_ids = False
        directions.unlink()

    def test_company_without_directions_sees_nothing(self):
        self.forget_directions()
        root = self.env.ref(ROOT)
        self.assertNotIn(root.id, self.menus(self.manager))
        self.assertFalse(self.page(self.manager, engineering_direction_id=False))
        for model in ("crm.lead", "sale.order", "product.template"):
            self.assertEqual(self.shown(model, self.manager), [])
        self.assertIn(root.id, self.menus(self.administrator))

    def test_company_with_a_direction_sees_engineering(self):
        self.forget_directions()
        self.quiet["engineering.direction"].create({"name": "First"})
        self.assertIn(self.env.ref(ROOT).id, self.menus(self.manager))
        self.assertIn("engineering_any", self.shown("crm.lead", self.manager))
        self.assertTrue(self.page(self.manager, engineering_direction_id=False))

    def test_tab_is_for_companies_that_have_a_direction(self):
        self.forget_directions()
        other = self.env["res.company"].create({"name": "Other"})
        self.quiet["engineering.direction"].create(
            {"name": "First", "company_id": other.id}
        )
        self.assertFalse(self.page(self.manager, engineering_direction_id=False))
