"""Nothing is addressed to who has left, or is no engineer any more."""

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
