"""Columns of a pipeline: those of the company, and those that engineering adds."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestPipeline(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stages = cls.quiet["crm.stage"].search([])
        cls.stages.engineering_state = False
        cls.quiet["crm.lead"].search([]).stage_id = False
        cls.stages.unlink()
        cls.new, cls.won, cls.after = cls.stages.create(
            [
                {"name": "New", "sequence": 1},
                {"name": "Won", "sequence": 1, "is_won": True},
                {"name": "Yearly service", "sequence": 1},
            ]
        )
        cls.retail, cls.wholesale = cls.quiet["crm.team"].create(
            [{"name": "Retail"}, {"name": "Wholesale"}]
        )

    def add_columns(self, team):
        self.as_(self.administrator, team).action_add_engineering_columns()

    def pipeline(self, team):
        """Return the columns that the client offers for a plain deal of the team."""
        deal = self.deal(engineering_direction_id=False, team_id=team.id)
        field = Form(deal)._view["tree"].xpath("//header/field[@name='stage_id']")[0]
        deal_values = {"team_id": team.id, "engineering_state": deal.engineering_state}
        domain = safe_eval(field.get("domain"), deal_values)
        return self.env["crm.stage"].search(domain).mapped("name")

    def test_sales_team_that_did_not_ask_has_its_own_columns(self):
        self.add_columns(self.wholesale)
        self.assertEqual(self.pipeline(self.retail), ["New", "Won", "Yearly service"])

    def test_sales_team_of_another_company_gets_no_columns(self):
        company = self.env["res.company"].create({"name": "Another company"})
        self.wholesale.company_id = company
        with self.assertRaises(AccessError):
            self.add_columns(self.wholesale)
        stages = self.env["crm.stage"].search([("team_ids", "in", self.wholesale.ids)])
        self.assertFalse(stages)

    def test_mapped_column_stays_in_the_pipeline_of_plain_deals(self):
        self.new.engineering_state = "calculation"
        self.assertEqual(self.pipeline(self.retail), ["New", "Won", "Yearly service"])

    def test_columns_stand_before_the_won_one_in_the_order_of_the_flow(self):
        self.add_columns(self.wholesale)
        self.assertEqual(
            self.pipeline(self.wholesale),
            [
                "New",
                "Calculation",
                "Calculation provided",
                "Proposal negotiation",
                "Ordered",
                "Work in progress",
                "Works done",
                "Won",
                "Yearly service",
            ],
        )
        self.assertEqual(self.won.engineering_state, "closed")

    def test_there_is_a_column_for_each_state_of_a_deal(self):
        names = self.env["crm.stage"]._get_engineering_column_names()
        states = dict(self.env["crm.lead"]._get_state_selection())
        self.assertEqual(["none", *names, "closed"], list(states))

    def test_deal_goes_to_the_columns_of_its_sales_team(self):
        self.add_columns(self.wholesale)
        lead = self.requested(team_id=self.wholesale.id).lead_id
        self.assertEqual(lead.sudo().stage_id.name, "Calculation")
        other = self.requested(team_id=self.retail.id).lead_id
        self.assertEqual(other.sudo().stage_id, self.new)

    def test_deleted_column_stays_deleted(self):
        self.add_columns(self.wholesale)
        columns = self.as_(self.administrator, self.wholesale).engineering_stage_ids
        columns[0].unlink()
        before = self.pipeline(self.wholesale)
        self.add_columns(self.wholesale)
        self.assertEqual(self.pipeline(self.wholesale), before)

    def test_sales_teams_share_the_columns(self):
        self.add_columns(self.wholesale)
        self.add_columns(self.retail)
        columns = self.as_(self.administrator, self.retail).engineering_stage_ids
        self.assertEqual(len(columns), 6)
        self.assertEqual(columns.team_ids, self.retail | self.wholesale)

    def test_column_that_one_team_deleted_is_made_for_the_next(self):
        self.add_columns(self.wholesale)
        columns = self.as_(self.administrator, self.wholesale).engineering_stage_ids
        columns[0].unlink()
        self.add_columns(self.retail)
        self.assertEqual(len(self.pipeline(self.retail)), 9)
        self.assertEqual(len(self.pipeline(self.wholesale)), 8)

    def test_own_won_column_of_a_team_is_kept(self):
        self.won.team_ids = [Command.set(self.retail.ids)]
        self.won.engineering_state = "closed"
        self.add_columns(self.wholesale)
        self.assertEqual(self.pipeline(self.wholesale)[-1], "Works done")

    def test_columns_are_named_in_every_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.add_columns(self.wholesale)
        column = self.as_(self.administrator, self.wholesale).engineering_stage_ids[0]
        self.assertEqual(column.with_context(lang="ru_RU").name, "Расчёт")
        self.assertEqual(column.with_context(lang="en_US").name, "Calculation")
