"""Nothing is addressed to who has left, or is no engineer any more."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


class LeavingCase(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.user("admin", "base.group_erp_manager")

    def lose_role(self, user):
        group = self.env.ref("crm_engineering_calc.group_engineer")
        self.as_(self.admin, user).group_ids = [Command.unlink(group.id)]


@tagged("standard", "post_install", "-at_install")
class TestRole(LeavingCase):
    def test_member_who_is_no_engineer_is_asked_nothing(self):
        self.team.member_ids += self.employee
        request = self.requested()
        self.assertEqual(self.asked(request), self.engineer | self.colleague)

    def test_leader_who_is_no_engineer_is_asked_nothing(self):
        self.team.leader_id = self.employee
        self.assertFalse(self.team._get_leader())

    def test_who_loses_the_role_leaves(self):
        self.contract()
        taken, request = self.taken(), self.requested(self.deal(name="Second"))
        work = self.worked(
            self.ordered(self.deal(name="Third")), engineer=self.engineer
        )
        self.lose_role(self.engineer)
        self.assertEqual(taken.sudo().state, "requested")
        for card in (taken, request, work):
            self.assertEqual(self.asked(card), self.colleague)

    def test_who_gets_another_role_keeps_all(self):
        taken, request = self.taken(), self.requested(self.deal(name="Second"))
        group = self.env.ref("sales_team.group_sale_salesman")
        self.as_(self.admin, self.engineer).group_ids = [Command.link(group.id)]
        self.assertEqual(taken.sudo().engineer_id, self.engineer)
        self.assertEqual(self.asked(request), self.engineer | self.colleague)

    def test_who_loses_a_company_keeps_the_cards_of_the_others(self):
        branch = self.quiet["res.company"].create({"name": "Branch"})
        here = self.env.company
        people = self.engineer | self.colleague | self.manager
        people.sudo().company_ids += branch
        mine, theirs = self.taken(), self.taken(self.deal(company_id=branch.id))
        request = self.requested(self.deal(name="Third", company_id=branch.id))
        self.as_(self.admin, self.engineer).company_ids = [Command.set(here.ids)]
        self.assertEqual(mine.sudo().engineer_id, self.engineer)
        self.assertFalse(theirs.sudo().engineer_id)
        for card in (theirs, request):
            self.assertEqual(self.asked(card), self.colleague)


@tagged("standard", "post_install", "-at_install")
class TestVisitsAndDeals(LeavingCase):
    def planned(self, calculation, days=2):
        """Return a visit of the calculation's engineer, in some days."""
        calendar = calculation.env["calendar.event"]
        start = fields.Datetime.now() + timedelta(days=days)
        action = calculation.action_plan_measurement()
        return calendar.with_context(**action["context"]).create(
            {"start": start, "stop": start + timedelta(hours=1)}
        )

    def test_visit_ahead_is_who_takes_the_calculations(self):
        calculation = self.taken()
        visit = self.planned(calculation)
        self.as_(self.admin, self.engineer).action_archive()
        visit = visit.sudo()
        self.assertFalse(visit.user_id)
        self.assertNotIn(self.engineer.partner_id, visit.partner_ids)
        lead = calculation.sudo().lead_id
        self.assertIn("Nobody goes to the site measurement", "".join(self.feed(lead)))
        self.assertIn(self.manager, self.inbox(lead))
        self.as_(self.colleague, calculation).action_take()
        self.assertEqual(visit.user_id, self.colleague)
        self.assertIn(self.colleague.partner_id, visit.partner_ids)

    def test_visit_ahead_goes_with_a_calculation_that_is_handed_out(self):
        self.team.dispatch = "round_robin"
        calculation = self.taken()
        visit = self.planned(calculation).sudo()
        self.as_(self.admin, self.engineer).action_archive()
        self.assertEqual(visit.user_id, self.colleague)
        self.assertIn(
            "Colleague goes to the site measurement",
            "".join(self.feed(calculation.lead_id)),
        )

    def test_visit_that_was_is_left_alone(self):
        visit = self.planned(self.taken(), days=-2).sudo()
        self.as_(self.admin, self.engineer).action_archive()
        self.assertEqual(visit.user_id, self.engineer)

    def test_deal_asks_who_has_left_no_more(self):
        deal = self.deal(engineering_engineer_id=self.engineer.id)
        other = self.deal(engineering_engineer_id=self.colleague.id)
        self.as_(self.admin, self.engineer).action_archive()
        self.assertFalse(deal.engineering_engineer_id)
        self.assertEqual(other.engineering_engineer_id, self.colleague)
        deal.action_request_calculation()
