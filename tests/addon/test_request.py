"""One click sends a deal to those who calculate it."""

from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.crm_engineering_calc.tests.common import (
    ENGINEER,
    SALESMAN,
    EngineeringCase,
)


@tagged("standard", "post_install", "-at_install")
class TestRequest(EngineeringCase):
    def test_one_click_makes_a_request_of_what_the_deal_says(self):
        lead = self.deal(
            description="<p>Steep and red</p>",
            engineering_deadline="2030-01-31",
            priority="3",
        )
        calculation = self.requested(lead)
        self.assertEqual(calculation.state, "requested")
        self.assertEqual(calculation.stage_id.name, "New request")
        self.assertEqual(calculation.direction_id, self.direction)
        self.assertEqual(calculation.team_id, self.team)
        self.assertFalse(calculation.engineer_id)
        self.assertEqual(calculation.user_id, self.manager)
        self.assertIn("Steep and red", calculation.need)
        self.assertEqual(str(calculation.deadline), "2030-01-31")
        self.assertEqual(calculation.priority, "1")
        self.assertEqual(calculation.revision, 1)
        self.assertRegex(calculation.name, r"^C\d{4}/\d{5}$")

    def test_promise_to_take_it_follows_the_direction(self):
        self.direction.response_hours = 3
        calculation = self.requested()
        hours = self.env.company.resource_calendar_id.get_work_hours_count(
            calculation.requested_on, calculation.response_deadline
        )
        self.assertAlmostEqual(hours, 3)

    def test_deal_moves_to_calculation_and_to_its_column(self):
        lead = self.deal()
        lead.action_request_calculation()
        self.assertEqual(lead.engineering_state, "calculation")
        self.assertEqual(lead.stage_id.engineering_state, "calculation")
        self.assertEqual(lead.engineering_calculation_count, 1)
        self.assertIn("Sent for calculation to Roofers", self.feed(lead)[-1])

    def test_card_without_variants_tells_who_reads_it_what_happens(self):
        view = self.model("engineering.calculation", self.manager).get_view()
        texts = etree.fromstring(view["arch"]).findall(".//page[@name='variants']//p")
        for state, can_edit, said in (
            ("requested", False, "Nobody has taken the request yet"),
            ("in_progress", False, "There is no variant yet"),
            ("in_progress", True, "A variant opens at once"),
        ):
            facts = {"variant_ids": [], "can_edit": can_edit, "state": state}
            [text] = [
                text.text
                for text in texts
                if not safe_eval(text.get("invisible"), facts)
            ]
            self.assertIn(said, " ".join(text.split()))

    def test_column_is_that_of_the_sales_team_where_it_has_its_own(self):
        sales_team = self.env["crm.team"].create({"name": "Wholesale"})
        own = self.env["crm.stage"].create(
            {
                "name": "At the engineers'",
                "sequence": 99,
                "team_ids": [Command.set(sales_team.ids)],
                "engineering_state": "calculation",
            }
        )
        shared = self.env["crm.stage"].create(
            {
                "name": "Being calculated",
                "sequence": -1,
                "engineering_state": "calculation",
            }
        )
        leads = self.deal(team_id=sales_team.id) | self.deal(
            team_id=self.env["crm.team"].create({"name": "Retail"}).id
        )
        leads.action_request_calculation()
        self.assertEqual(leads[0].stage_id, own)
        self.assertEqual(leads[1].stage_id, shared)

    def test_deal_without_a_column_of_the_state_stays_in_its_own(self):
        self.env["crm.stage"].search([("engineering_state", "!=", False)]).write(
            {"engineering_state": False}
        )
        lead = self.deal()
        stage = lead.stage_id
        lead.action_request_calculation()
        self.assertEqual(lead.stage_id, stage)
        self.assertEqual(lead.engineering_state, "calculation")

    def test_whole_team_is_told_when_no_engineer_is_chosen(self):
        calculation = self.requested()
        engineers = self.engineer | self.colleague
        self.assertEqual(self.asked(calculation), engineers)
        self.assertEqual(self.inbox(calculation), engineers)

    def test_chosen_engineer_alone_is_told(self):
        calculation = self.requested(engineering_engineer_id=self.colleague.id)
        self.assertEqual(calculation.engineer_id, self.colleague)
        self.assertEqual(self.asked(calculation), self.colleague)
        self.assertEqual(self.inbox(calculation), self.colleague)

    def test_leader_alone_is_a_team(self):
        self.team.member_ids = False
        self.assertEqual(self.asked(self.requested()), self.leader)

    def test_deal_without_a_direction_or_a_team_is_asked_for_it(self):
        self.direction.team_id = False
        for lead in (self.deal(engineering_direction_id=False), self.deal()):
            action = lead.action_request_calculation()
            self.assertEqual(action["res_model"], "engineering.calculation.request")
            self.assertFalse(lead.engineering_calculation_ids)

    def test_one_deal_of_many_without_a_direction_or_a_team_is_refused(self):
        self.direction.team_id = False
        good = self.deal(engineering_direction_id=self.other_direction.id)
        for lead, pattern in (
            (self.deal(engineering_direction_id=False), "“New roof” has no direction"),
            (self.deal(), "no engineering team.*Roofing"),
        ):
            self.assertRefused(
                UserError, pattern, (good | lead).action_request_calculation
            )

    def test_team_of_nobody_is_refused(self):
        self.team.write({"member_ids": [Command.clear()], "leader_id": False})
        lead = self.deal()
        self.assertRefused(
            ValidationError,
            "Nobody is in the team “Roofers”",
            lead.action_request_calculation,
        )

    def test_team_of_archived_engineers_is_refused(self):
        self.team.leader_id = False
        (self.engineer | self.colleague).active = False
        lead = self.deal()
        self.assertRefused(
            ValidationError, "Nobody is in the team", lead.action_request_calculation
        )

    def test_request_is_not_hidden_in_the_archive(self):
        lead = self.deal()
        self.assertRefused(
            ValidationError,
            "open calculation can't be archived",
            self.model("engineering.calculation", self.manager).create,
            {**lead._prepare_calculation_values(), "active": False},
        )

    def test_nobody_makes_a_request_of_a_deal_of_another(self):
        both = self.user("both", f"{ENGINEER},{SALESMAN}")
        self.team.member_ids = [Command.link(both.id)]
        lead = self.deal()
        for user in (both, self.administrator):
            self.assertRefused(
                AccessError,
                "by its manager",
                self.model("engineering.calculation", user).create,
                lead._prepare_calculation_values(),
            )
            self.assertFalse(self.as_(user, lead).has_access("read"))

    def test_request_to_what_is_archived_is_refused(self):
        spare = self.team.sudo().copy({"name": "Spare"})
        spare.active = False
        calculation = self.requested()
        for refused in (
            self.deal(engineering_team_id=spare.id).action_request_calculation,
            lambda: self.redirect(calculation, team_id=spare.id),
        ):
            self.assertRefused(
                ValidationError,
                "“Spare” is archived.*Choose another.*restore it",
                refused,
            )
        lead = self.deal(engineering_direction_id=self.other_direction.id)
        self.other_direction.active = False
        self.assertRefused(
            ValidationError, "“Plumbing” is archived", lead.action_request_calculation
        )

    def test_team_of_two_companies_tells_those_who_may_see_the_card(self):
        branch = self.quiet["res.company"].create({"name": "Branch"})
        abroad = self.user("abroad", ENGINEER, company_id=branch.id)
        self.team.member_ids += abroad
        engineers = self.engineer | self.colleague
        calculation = self.requested()
        self.assertEqual(self.asked(calculation), engineers)
        self.assertEqual(self.inbox(calculation), engineers)

        self.team.write({"member_ids": [Command.set(abroad.ids)], "leader_id": False})
        self.assertRefused(
            ValidationError,
            f"Nobody in the team “Roofers” works for {self.env.company.name}",
            self.deal().action_request_calculation,
        )

    def test_a_request_is_one_message_and_one_activity_for_each(self):
        leads = self.deal() | self.deal(name="Another roof")
        leads.action_request_calculation()
        for calculation in leads.sudo().engineering_calculation_ids:
            notices = calculation.message_ids.notification_ids
            for user in self.engineer | self.colleague:
                told = notices.filtered(
                    lambda notice, user=user: notice.res_partner_id == user.partner_id
                )
                activities = calculation.activity_ids.filtered(
                    lambda activity, user=user: activity.user_id == user
                )
                self.assertEqual((len(told), len(activities)), (1, 1))

    def test_engineer_of_another_team_is_refused(self):
        lead = self.deal(engineering_engineer_id=self.outsider.id)
        self.assertRefused(
            ValidationError,
            "Outsider is not an engineer of “Roofers”",
            lead.action_request_calculation,
        )

    def test_one_bad_deal_of_several_stops_them_all(self):
        leads = self.deal() | self.deal(name="Vague", engineering_direction_id=False)
        self.assertRefused(UserError, "“Vague”", leads.action_request_calculation)

    def test_second_click_is_refused_and_names_the_first(self):
        lead = self.deal()
        calculation = self.requested(lead)
        self.assertRefused(
            UserError,
            f"being calculated already: {calculation.name}",
            lead.action_request_calculation,
        )
        self.assertEqual(
            lead.engineering_calculation_ids, calculation.with_env(lead.env)
        )

    def test_request_is_possible_again_when_the_first_is_closed(self):
        lead = self.deal()
        first = self.requested(lead)
        self.as_(self.manager, first).action_cancel()
        second = self.requested(lead)
        self.assertNotEqual(first.name, second.name)
        self.assertEqual(lead.engineering_state, "calculation")

    def test_deal_is_sent_to_several_directions(self):
        lead = self.deal()
        self.requested(lead)
        lead.engineering_direction_id = self.other_direction
        self.assertEqual(lead.engineering_team_id, self.other_team)
        second = self.requested(lead)
        self.assertEqual(second.team_id, self.other_team)
        self.assertEqual(len(lead.engineering_calculation_ids), 2)

    def test_engineer_sees_the_files_of_the_deal(self):
        lead = self.deal()
        file = self.model("ir.attachment", self.manager).create(
            {
                "name": "plan.txt",
                "raw": b"9 x 12 m",
                "res_model": "crm.lead",
                "res_id": lead.id,
            }
        )
        calculation = self.requested(lead)
        seen = calculation.lead_attachment_ids
        self.assertEqual(seen, self.as_(self.engineer, file))
        self.assertEqual(seen.raw, b"9 x 12 m")
        with self.assertRaises(AccessError):
            self.as_(self.outsider, file).read(["raw"])

    def test_deal_of_another_manager_is_refused(self):
        lead = self.deal()
        self.assertRefused(
            AccessError, ".", self.as_(self.manager2, lead).action_request_calculation
        )

    def test_sales_head_sends_the_deal_of_any_manager(self):
        lead = self.deal()
        self.as_(self.sales_head, lead).action_request_calculation()
        self.assertEqual(lead.engineering_calculation_ids.user_id, self.manager)

    def test_engineer_sends_nothing_even_what_he_may_read(self):
        lead = self.requested().lead_id
        self.assertSendsNothing(self.administrator, lead)
        self.as_(self.manager, lead.engineering_calculation_ids).action_cancel()
        for user in (self.engineer, self.leader):
            self.assertSendsNothing(user, lead)

    def assertSendsNothing(self, user, lead):
        self.assertRefused(
            AccessError,
            "Only the manager",
            self.as_(user, lead).action_request_calculation,
        )


@tagged("standard", "post_install", "-at_install")
class TestRefusedRequest(EngineeringCase, HttpCase):
    def test_refused_request_leaves_nothing_behind(self):
        leads = self.deal() | self.deal(name="Vague", engineering_direction_id=False)
        self.team.write({"member_ids": [Command.clear()], "leader_id": False})
        messages = leads.message_ids
        self.authenticate(self.manager.login, self.manager.login)
        for refused in (leads, leads[0]):
            with self.assertRaises(JsonRpcException):
                self.make_jsonrpc_request(
                    "/web/dataset/call_kw",
                    {
                        "model": "crm.lead",
                        "method": "action_request_calculation",
                        "args": [refused.ids],
                        "kwargs": {},
                    },
                )
        leads.invalidate_recordset()
        self.assertFalse(leads.engineering_calculation_ids)
        self.assertEqual(leads.mapped("engineering_state"), ["none", "none"])
        self.assertEqual(leads.message_ids, messages)
