"""What others stand on is not deleted under them, and whoever tries is told why."""

import re

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestDeletion(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.user(
            "clerk",
            "agreement.group_agreement_manager,project.group_project_manager,"
            "sales_team.group_sale_manager,product.group_product_manager",
        )
        cls.head = cls.user(
            "head",
            "crm_engineering_calc.group_administrator,"
            "sales_team.group_sale_salesman_all_leads",
        )
        cls.empty = cls.quiet["engineering.direction"].create({"name": "Mistake"})

    def assertKept(self, record, *words, user=None):
        """Assert that a deletion is refused, and says by what it is needed."""
        record = self.as_(user or self.head, record)
        for word in (re.escape(record.display_name), *words):
            with self.subTest(word):
                self.assertRefused(UserError, word, record.unlink)

    def delete(self, record, user=None):
        self.as_(user or self.administrator, record).unlink()
        self.assertFalse(record.exists())

    def test_direction_made_by_mistake_is_deleted(self):
        self.empty.measurement_ids = [Command.create({"name": "Width", "code": "W"})]
        self.delete(self.empty)

    def test_direction_of_a_deal_is_kept(self):
        lead = self.deal(engineering_direction_id=self.empty.id)
        self.assertKept(self.empty, "deals .New roof.", "Archive it")
        lead.active = False
        self.assertKept(self.empty, "deals .New roof.")
        lead.engineering_direction_id = self.direction
        self.delete(self.empty)

    def test_keeper_of_pricelists_learns_no_direction(self):
        self.empty.pricelist_id = self.quiet["product.pricelist"].create({"name": "A"})
        keeper = self.user("keeper", "base.group_user,product.group_product_manager")
        self.assertKept(
            self.empty.pricelist_id, r"by directions\. Archive", user=keeper
        )

    def test_names_are_those_that_the_user_may_read(self):
        self.deal(engineering_direction_id=self.empty.id)
        self.assertKept(self.empty, r"by deals\. Archive", user=self.administrator)
        seller = self.user(
            "seller",
            "crm_engineering_calc.group_administrator,sales_team.group_sale_salesman",
        )
        self.deal(seller, name="Own", engineering_direction_id=self.empty.id)
        self.assertKept(self.empty, r"deals .Own, ….\.", user=seller)

    def test_direction_of_a_template_is_kept(self):
        template = self.model("engineering.template", self.leader).create(
            {"name": "Usual", "direction_id": self.empty.id}
        )
        self.assertKept(self.empty, "templates .Usual.", "Archive it")
        template.active = False
        self.assertKept(self.empty, "templates .Usual.")
        template.unlink()
        self.delete(self.empty)

    def test_direction_that_only_lists_services_is_deleted(self):
        self.empty.product_tmpl_ids = self.survey.product_tmpl_id
        self.delete(self.empty)
        self.assertEqual(
            self.survey.product_tmpl_id.engineering_direction_ids, self.direction
        )

    def test_direction_with_children_goes_with_them_only(self):
        child = self.empty.copy({"name": "Child", "parent_id": self.empty.id})
        self.assertKept(self.empty, "directions under it .Mistake / Child.")
        self.delete(self.empty | child)

    def test_direction_of_calculations_and_works_is_kept(self):
        work = self.worked(self.ordered())
        calculation = work.engineering_lead_id.engineering_calculation_ids
        self.assertKept(self.direction, f"calculations .{calculation.name}", "works")

    def test_few_are_named(self):
        for number in range(5):
            self.deal(name=f"Deal {number}", engineering_direction_id=self.empty.id)
        self.assertKept(self.empty, r"deals .Deal \d, Deal \d, Deal \d, ….\.")

    def test_team_is_kept(self):
        team = self.quiet["engineering.team"].create({"name": "Masons"})
        self.empty.team_id = team
        self.assertKept(team, "directions .Mistake.", "Archive it")
        self.empty.team_id = False
        lead = self.deal(engineering_team_id=team.id)
        self.assertKept(team, "deals .New roof.")
        lead.engineering_team_id = False
        self.delete(team)
        self.requested()
        self.assertKept(self.team, "calculations")

    def test_coefficient_of_a_template_is_kept(self):
        night = self.quiet["engineering.coefficient"].create({"name": "Night"})
        template = self.model("engineering.template", self.leader).create(
            {
                "name": "Usual",
                "direction_id": self.direction.id,
                "coefficient_ids": [Command.set(night.ids)],
            }
        )
        self.assertKept(night, "templates .Usual.", "Archive it")
        template.write(
            {
                "coefficient_ids": [Command.clear()],
                "line_ids": [
                    Command.create(
                        {
                            "product_id": self.survey.id,
                            "coefficient_ids": [Command.set(night.ids)],
                        }
                    )
                ],
            }
        )
        self.assertKept(night, "templates .Usual.")
        template.unlink()
        self.delete(night)

    def test_column_with_calculations_is_kept(self):
        stages = self.quiet["engineering.stage"]
        empty, stage = stages.create(
            [{"name": name, "state": "in_progress"} for name in ("Empty", "Drawing")]
        )
        self.taken().stage_id = stage
        self.assertKept(stage, "calculations", "another column")
        self.delete(empty)

    def test_last_column_of_a_state_is_kept(self):
        stage = self.env["engineering.stage"]._get_first_of_state("held")
        stage = self.as_(self.administrator, stage)
        refused = "is the only column of the state “On hold”.*another column"
        self.assertRefused(UserError, refused, stage.unlink)
        self.assertRefused(UserError, refused, stage.write, {"state": "waiting"})
        stage.write({"name": "Later", "state": "held"})
        other = stage.create({"name": "Much later", "state": "held"})
        both = stage | other
        self.assertRefused(UserError, refused, both.unlink)
        stage.state = "waiting"
        self.assertRefused(UserError, "Much later", other.unlink)

    def test_contract_of_works_is_kept(self):
        contract = self.contract()
        order = self.ordered()
        self.worked(order)
        order.agreement_id = False
        self.assertKept(contract, "works", "Archive it", user=self.clerk)
        self.delete(self.contract(code="K-2"), self.clerk)

    def test_pricelist_and_project_of_a_direction_are_kept(self):
        pricelist = self.quiet["product.pricelist"].create({"name": "Roof prices"})
        project = self.quiet["project.project"].create({"name": "Mistakes"})
        self.empty.write({"pricelist_id": pricelist.id, "project_id": project.id})
        self.assertKept(pricelist, "directions .Mistake.", user=self.clerk)
        self.assertKept(project, "directions .Mistake.", "another", user=self.clerk)
        self.delete(self.empty)
        self.delete(pricelist, self.clerk)
        self.delete(project, self.clerk)

    def test_order_of_works_is_kept(self):
        order = self.ordered()
        work = self.worked(order)
        work.action_cancel_work()
        order.action_cancel()
        self.assertKept(order, "works", "stays in the deal's history", user=self.clerk)
        unworked = self.proposed(self.deal(name="Old roof"))
        unworked.action_cancel()
        self.delete(unworked, self.clerk)
