"""Whoever lacks the host's group for units sees what a quantity is measured in."""

from lxml import etree

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

UNIT_GROUP = "uom.group_uom"
UNITS = ("product_uom_id", "uom_id")
# Views of ours over these have a column for each of them.
QUANTITIES = ("quantity", "act_quantity", "value")
# Values that have no unit.
COEFFICIENTS = {
    ("crm_engineering_calc.engineering_coefficient_view_list", "value"),
    ("crm_engineering_calc.engineering_direction_view_form", "value"),
}


@tagged("standard", "post_install", "-at_install")
class TestUnits(EngineeringCase):
    def setUp(self):
        super().setUp()
        everyone = self.env.ref("base.group_user")
        everyone._remove_group(self.env.ref(UNIT_GROUP))
        for user in (self.engineer, self.manager):
            self.assertFalse(user.has_group(UNIT_GROUP))

    def views(self):
        return self.env["ir.ui.view"].search(
            [
                ("model_data_id.module", "=", "crm_engineering_calc"),
                ("type", "in", ("list", "form", "kanban")),
            ]
        )

    def test_no_view_of_ours_keeps_units_to_a_group(self):
        hidden = [
            view.xml_id for view in self.views() if UNIT_GROUP in (view.arch_db or "")
        ]
        self.assertEqual(hidden, [])

    def test_unit_stands_beside_each_quantity(self):
        bare = []
        for view in self.views():
            for column in etree.fromstring(view.arch_db).xpath("//list/field"):
                beside = {field.get("name") for field in column.getparent()}
                if column.get("name") in QUANTITIES and beside.isdisjoint(UNITS):
                    bare.append((view.xml_id, column.get("name")))
        self.assertEqual(set(bare), COEFFICIENTS)

    def assertShown(self, model, user):
        arch = self.model(model, user).get_view(view_type="form")["arch"]
        units = [
            field
            for field in etree.fromstring(arch).iter("field")
            if field.get("name") in UNITS and not field.get("column_invisible")
        ]
        self.assertTrue(units, arch)

    def test_engineers_and_managers_see_units(self):
        for model, user in (
            ("engineering.variant", self.engineer),
            ("engineering.variant", self.manager),
            ("engineering.calculation", self.engineer),
            ("engineering.work.create", self.manager),
            ("engineering.act.create", self.manager),
            ("engineering.act", self.manager),
            ("engineering.template", self.administrator),
            ("project.task", self.engineer),
        ):
            with self.subTest(model):
                self.assertShown(model, user)

    def test_catalog_shows_units(self):
        variant = self.variant(self.taken())
        action = variant.action_add_from_catalog()
        self.assertTrue(action["context"]["display_uom"])

    def test_units_of_a_service_are_found_by_it(self):
        pack = self.env.ref("uom.product_uom_pack_6")
        self.survey.uom_ids = pack
        for user in (self.engineer, self.administrator):
            found = self.model("uom.uom", user).search(
                [("engineering_product_id", "=", self.survey.id)]
            )
            self.assertEqual(found, self.survey.uom_id | pack)
        self.assertFalse(
            self.env["uom.uom"].search([("engineering_product_id", "=", False)])
        )
