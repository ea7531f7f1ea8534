"""A claim on an accepted work is mended free: in no act, and nothing is ordered."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestClaim(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.contract()
        self.order = self.ordered(lines=[(self.montage, 4, 50.0)])
        self.lead = self.order.opportunity_id
        self.work = self.worked(self.order, {self.montage: 3}, self.engineer)

    def accept(self):
        """Let the customer sign for the work."""
        self.signed(self.acted(self.done(self.work)))

    def claimed(self, reason="It leaks", user=None, **values):
        work = self.as_(user or self.manager, self.work)
        action = work.action_claim_work()
        dialog = self.wizard(action["res_model"], work, reason=reason, **values)
        return self.from_action(dialog.action_confirm(), work.env)

    def test_claim_is_a_work_of_the_same_services(self):
        self.accept()
        claim = self.claimed()
        self.assertEqual(claim.engineering_claim_of_id, self.work)
        self.assertEqual(claim.engineering_state, "assigned")
        self.assertEqual(claim.user_ids, self.engineer)
        self.assertEqual(claim.engineering_lead_id, self.lead)
        self.assertEqual(claim.engineering_work_line_ids.quantity, 3)
        self.assertIn("It leaks", self.feed(self.lead)[-1])
        todo = self.env["mail.activity"].search(
            [("res_model", "=", claim._name), ("res_id", "=", claim.id)]
        )
        self.assertEqual(todo.user_id, self.engineer)
        self.assertIn("It leaks", todo.note)

    def test_nothing_of_the_order_is_in_a_claim(self):
        self.accept()
        line = self.order.order_line
        before = line._get_quantity_open(), line.engineering_acted_quantity
        claim = self.claimed()
        self.assertEqual(
            (line._get_quantity_open(), line.engineering_acted_quantity), before
        )
        self.assertFalse(line.engineering_in_work_quantity)
        self.order._reduce({line: 3}, "Less")
        self.assertEqual(claim.engineering_work_line_ids.quantity, 3)
        self.assertEqual(claim.engineering_state, "assigned")

    def test_claim_is_mended_before_the_next_one(self):
        self.accept()
        claim = self.claimed()
        self.assertRefused(
            UserError, "Manager has created .*claim.*Assigned", self.claimed
        )
        self.done(claim)
        self.assertNotEqual(self.claimed("It leaks again"), claim)

    def test_cancelled_claim_is_none(self):
        self.accept()
        self.as_(self.manager, self.claimed()).action_cancel_work()
        self.assertEqual(self.claimed().engineering_state, "assigned")

    def test_claim_adds_nothing_to_what_is_done_of_deal_and_contract(self):
        self.accept()
        contract = self.work.sudo().engineering_agreement_id
        before = self.done_of_deal_and(contract)
        self.assertTrue(all(before), before)
        self.done(self.claimed())
        self.assertEqual(self.done_of_deal_and(contract), before)

    def done_of_deal_and(self, contract):
        (money,) = self.lead.sudo()._get_engineering_money()[self.lead.id]
        (value,) = contract.sudo()._get_engineering_value()[contract.id].values()
        return money["done"], value["done"]

    def test_foreign_task_is_not_named(self):
        secret = self.quiet["project.task"].create({"name": "Secret", "user_ids": []})
        for user in (self.engineer, self.manager, self.leader):
            with self.subTest(user.login), self.assertRaises(AccessError) as caught:
                self.as_(user, secret).action_claim_work()
            self.assertNotIn("Secret", str(caught.exception))

    def test_claim_is_in_no_act(self):
        self.accept()
        claim = self.done(self.claimed())
        self.assertFalse(claim._get_lines_without_act())
        self.assertNotIn(claim, self.lead._get_works_without_act())
        found = self.env["project.task"].search(
            self.env["project.task"]._get_to_act_domain()
        )
        self.assertNotIn(claim, found)
        self.assertRefused(
            ValidationError,
            "belongs to no act",
            self.env["engineering.act"].create,
            [
                {
                    "lead_id": self.lead.id,
                    "agreement_id": claim.sudo().engineering_agreement_id.id,
                    "partner_id": self.customer.id,
                    "company_id": self.order.company_id.id,
                    "currency_id": self.order.currency_id.id,
                    "line_ids": [
                        Command.create(
                            {
                                "work_line_id": claim.engineering_work_line_ids.id,
                                "quantity": 1,
                            }
                        )
                    ],
                }
            ],
        )

    def test_claim_done_in_part_and_returned_has_all_of_it_again(self):
        self.accept()
        claim = self.as_(self.engineer, self.claimed())
        claim.action_accept_work()
        claim.engineering_work_line_ids.write(
            {"done_quantity": 1, "done_reason": "Rain"}
        )
        claim.action_complete_work()
        self.wizard(
            "engineering.work.return", self.as_(self.manager, claim), reason="Dry now"
        ).action_confirm()
        self.assertEqual(claim.engineering_work_line_ids.quantity, 3)

    def test_work_in_no_act_is_returned_instead(self):
        self.done(self.work)
        self.assertFalse(self.as_(self.manager, self.work).engineering_can_claim)
        self.assertRefused(UserError, "returned to its engineer", self.claimed)

    def test_claim_says_something(self):
        self.accept()
        self.assertRefused(UserError, "Write what", lambda: self.claimed(" "))

    def test_only_the_manager_of_the_deal_claims(self):
        self.accept()
        for user in self.manager2, self.engineer, self.leader:
            with self.subTest(user.name):
                self.assertRefused(AccessError, "", self.claimed, user=user)
        self.assertRefused(
            UserError, "not an engineer", self.claimed, engineer_id=self.outsider.id
        )
        self.assertTrue(self.as_(self.manager, self.work).engineering_can_claim)
