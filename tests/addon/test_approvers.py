"""Who approves by now is asked, and whom it waits for stands on the desks."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.approving import ApprovalCase

LEADER = "crm_engineering_calc.group_leader"


@tagged("standard", "post_install", "-at_install")
class TestApprovers(ApprovalCase):
    def setUp(self):
        super().setUp()
        self.lines[0].price_unit = 50
        self.approval = self.ask()

    def assertAsked(self, users):
        self.assertEqual(self.asked(self.approval), users)
        self.assertEqual(self.approval.approver_ids, users)

    def test_new_leader_is_asked_instead(self):
        new = self.user("new_leader", LEADER)
        self.as_(self.administrator, self.team).leader_id = new
        self.assertAsked(new)
        self.assertIn(new, self.inbox(self.approval))
        self.assertRefused(
            AccessError, ".", self.as_(self.leader, self.approval).action_approve
        )
        self.as_(new, self.approval).action_approve()
        self.order.action_quotation_sent()

    def test_administrators_are_asked_where_nobody_leads(self):
        self.team.leader_id = False
        self.assertIn(self.administrator, self.asked(self.approval))
        self.assertNotIn(self.leader, self.asked(self.approval))
        self.team.leader_id = self.leader
        self.assertAsked(self.leader)

    def test_leader_who_leaves_the_company_is_replaced(self):
        self.leader.sudo().active = False
        self.assertIn(self.administrator, self.asked(self.approval))
        self.assertNotIn(
            self.leader, self.approval.with_context(active_test=False).approver_ids
        )

    def test_leader_who_loses_the_role_is_replaced(self):
        plain = self.env.ref("base.group_user")
        self.leader.sudo().group_ids = [Command.set(plain.ids)]
        self.assertIn(self.administrator, self.asked(self.approval))

    def test_person_who_is_named_by_now_is_asked(self):
        self.direction.write({"approver": "user", "approver_id": self.sales_head.id})
        self.assertAsked(self.sales_head)
        self.sales_head.sudo().active = False
        self.assertIn(self.administrator, self.asked(self.approval))

    def test_what_is_decided_stays_as_it_was(self):
        self.as_(self.leader, self.approval).action_approve()
        self.team.leader_id = self.user("new_leader", LEADER)
        self.assertEqual(self.approval.approver_ids, self.leader)
        self.assertFalse(self.asked(self.approval))

    def test_other_teams_ask_nobody_else(self):
        self.other_team.leader_id = self.colleague
        self.assertAsked(self.leader)


@tagged("standard", "post_install", "-at_install")
class TestDesks(ApprovalCase):
    def setUp(self):
        super().setUp()
        self.lines[0].price_unit = 50
        self.lead = self.order.opportunity_id
        self.env.flush_all()

    def found(self, name):
        deals = self.model("crm.lead", self.manager)
        return self.lead in deals.search([("engineering_desk", "=", name)])

    def waiting(self, model, user):
        """Return the number on the link to approvals, None: there is no such link."""
        links = self.model(model, user).get_desk()["links"]
        counts = [link["count"] for link in links if link["name"] == "approvals"]
        return counts[0] if counts else None

    def test_deal_that_waits_for_its_approver_does_not_wait_for_the_manager(self):
        self.assertTrue(self.found("engineering_waits_for_me"))
        self.assertFalse(self.found("engineering_to_be_approved"))
        approval = self.ask()
        self.assertTrue(self.found("engineering_to_be_approved"))
        self.assertFalse(self.found("engineering_waits_for_me"))
        self.refuse(self.leader, approval)
        self.assertFalse(self.found("engineering_to_be_approved"))
        self.assertTrue(self.found("engineering_waits_for_me"))

    def test_desks_lead_to_what_the_user_approves(self):
        calculations, deals = "engineering.calculation", "crm.lead"
        self.assertEqual(self.waiting(calculations, self.leader), 0)
        self.ask()
        self.assertEqual(self.waiting(calculations, self.leader), 1)
        for model, user in ((calculations, self.engineer), (deals, self.manager)):
            self.assertIsNone(self.waiting(model, user))
        self.direction.write({"approver": "user", "approver_id": self.sales_head.id})
        self.assertEqual(self.waiting(deals, self.sales_head), 1)
        self.assertEqual(self.waiting(calculations, self.leader), 0)

    def test_administrator_sees_all(self):
        approval = self.ask()
        seen = self.model("engineering.approval", self.administrator).search([])
        self.assertIn(approval, seen)
        self.assertTrue(self.as_(self.administrator, approval).lines_table)
