"""The guide of the first run: from nothing to a request that is sent."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestSetup(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.user(
            "boss",
            "crm_engineering_calc.group_administrator,base.group_erp_manager,"
            "sales_team.group_sale_manager,product.group_product_manager",
        )
        cls.apprentice = cls.user("apprentice", "base.group_user")
        cls.glazing = cls.service("Glazing", 70.0)

    def setup(self, user=None, **values):
        return self.model("engineering.setup", user or self.boss).create(
            {
                "name": "Windows",
                "engineer_ids": [Command.set(self.engineer.ids)],
                "service_ids": [
                    Command.create({"product_tmpl_id": self.glazing.product_tmpl_id.id})
                ],
                "sales_team_ids": [Command.clear()],
                **values,
            }
        )

    def confirmed(self, **values):
        setup = self.setup(**values)
        setup.action_confirm()
        return setup.direction_id

    def test_empty_desk_leads_the_administrator_to_the_guide(self):
        directions = self.quiet["engineering.direction"].search([])
        directions.active = False
        for model in ("engineering.calculation", "engineering.direction"):
            text = self.model(model, self.administrator).get_empty_list_help("Nothing")
            self.assertIn("engineering_setup_action", text)
            text = self.model(model, self.engineer).get_empty_list_help("Nothing")
            self.assertNotIn("engineering_setup_action", text)

    def test_guide_ends_with_a_request_that_is_sent_taken_and_priced(self):
        setup = self.setup(sales_team_ids=[Command.set(self.sales_team.ids)])
        action = setup.action_confirm()
        lead = (
            self.model("crm.lead", self.boss)
            .with_context(**action["context"])
            .create({})
        )
        lead.user_id = self.manager
        lead = lead.with_user(self.manager)
        lead.action_request_calculation()
        self.assertEqual(lead.stage_id.engineering_state, "calculation")
        calculation = lead.engineering_calculation_ids.with_user(self.engineer)
        self.assertEqual(self.asked(calculation), self.engineer)
        calculation.action_take()
        variant = self.variant(calculation, [{"product_id": self.glazing.id}])
        self.assertEqual(variant.amount_untaxed, 70)

    def test_guide_makes_what_is_not_named(self):
        direction = self.confirmed(leader_id=self.leader.id)
        self.assertEqual(direction.team_id.name, "Windows")
        self.assertEqual(direction.team_id.leader_id, self.leader)
        self.assertEqual(direction.team_id.member_ids, self.engineer)
        self.assertEqual(direction.project_id.name, "Windows")
        self.assertEqual(direction.response_hours, 8)
        self.assertEqual(direction.calculation_hours, 0)
        self.assertIn(direction, self.glazing.engineering_direction_ids)

    def test_guide_asks_for_the_promises(self):
        direction = self.confirmed(
            leader_id=self.leader.id, response_hours=2, calculation_hours=16
        )
        self.assertEqual(direction.response_hours, 2)
        self.assertEqual(direction.calculation_hours, 16)

    def test_guide_takes_what_is_there(self):
        form = Form(self.model("engineering.setup", self.boss))
        form.name = "Doors"
        form.team_id = self.team
        form.project_id = self.project
        with form.service_ids.new() as service:
            service.product_tmpl_id = self.glazing.product_tmpl_id
            self.assertEqual(service.price, 70)
            service.price = 75
        setup = form.save()
        setup.action_confirm()
        self.assertEqual(setup.direction_id.team_id, self.team)
        self.assertEqual(self.team.member_ids, self.engineer | self.colleague)
        self.assertEqual(self.team.leader_id, self.leader)
        self.assertEqual(setup.direction_id.project_id, self.project)
        self.assertEqual(self.glazing.list_price, 75)

    def test_guide_gives_the_roles_that_are_missing(self):
        self.confirmed(
            leader_id=self.engineer.id, engineer_ids=[Command.set(self.apprentice.ids)]
        )
        self.assertTrue(
            self.apprentice.has_group("crm_engineering_calc.group_engineer")
        )
        self.assertTrue(self.engineer.has_group("crm_engineering_calc.group_leader"))

    def test_who_manages_no_users_gives_no_roles(self):
        setup = self.setup(
            self.administrator, engineer_ids=[Command.set(self.apprentice.ids)]
        )
        self.assertRefused(UserError, "Engineer”: Apprentice", setup.action_confirm)

    def test_engineering_administrator_needs_no_other_role(self):
        setup = self.setup(
            self.administrator, sales_team_ids=[Command.set(self.sales_team.ids)]
        )
        setup.service_ids.price = 80
        action = setup.action_confirm()
        self.assertEqual(action["res_model"], "engineering.direction")
        self.assertEqual(self.glazing.list_price, 80)

    def test_double_click_makes_one_direction(self):
        setup = self.setup()
        self.assertEqual(setup.action_confirm(), setup.action_confirm())
        directions = self.env["engineering.direction"]
        self.assertEqual(directions.search_count([("name", "=", "Windows")]), 1)

    def test_guide_tells_what_is_missing(self):
        nobody = self.setup(engineer_ids=[Command.clear()])
        self.assertRefused(UserError, "a leader or an engineer", nobody.action_confirm)
        nothing = self.setup(service_ids=[Command.clear()])
        self.assertRefused(UserError, "one at least", nothing.action_confirm)
        again = self.setup(name="Roofing")
        self.assertRefused(UserError, "“Roofing” already", again.action_confirm)

    def test_only_administrators_set_up(self):
        for user in (self.manager, self.leader, self.employee):
            self.assertRefused(AccessError, "", self.setup, user)
