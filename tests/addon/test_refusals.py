"""A refusal names nothing that its user may not see."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import SALESMAN, EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestRefusals(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.contract()
        lead = self.deal(name="Secret roof")
        self.order = self.ordered(lead, [(self.survey, 3, 100.0)])
        self.work = self.worked(self.order)
        self.lead = lead
        self.accountant = self.user("accountant", "account.group_account_invoice")
        self.planner = self.user("planner", "project.group_project_user")

    def assertTellsNothing(self, user, records, method, *args):
        """Assert that `user` is refused, and told of nothing."""
        records = self.as_(user, records)
        records.env.invalidate_all()
        with (
            self.subTest(user=user.name, method=method, args=args),
            self.assertRaises(AccessError) as caught,
            self.env.cr.savepoint(),
        ):
            getattr(records, method)(*args)
        message = str(caught.exception)
        for secret in ("Secret", self.order.name, "Survey"):
            self.assertNotIn(secret, message)

    def test_works(self):
        for user in (self.employee, self.planner, self.accountant, self.manager2):
            for values in (
                {"partner_id": self.customer.id},
                {"user_ids": False},
                {"state": "1_canceled"},
                {"active": False},
            ):
                self.assertTellsNothing(user, self.work, "write", values)
            for action in ("action_accept_work", "action_cancel_work", "unlink"):
                self.assertTellsNothing(user, self.work, action)
        self.direction.evidence_required = 3
        for user in (self.manager2, self.outsider):
            self.assertTellsNothing(user, self.work, "action_complete_work")

    def test_orders_and_deals(self):
        for user in (self.employee, self.outsider, self.manager2):
            self.assertTellsNothing(user, self.order, "write", {"state": "cancel"})
            for action in (
                "action_request_calculation",
                "action_create_proposal",
                "action_create_work",
                "action_create_act",
            ):
                self.assertTellsNothing(user, self.lead, action)

    def test_lines_of_acts_and_works(self):
        foreign = self.done(self.work).sudo().engineering_work_line_ids
        order = self.ordered(self.deal(self.manager2, name="Own roof"))
        own = self.model("agreement", self.manager2).create(
            {
                "name": "Own",
                "code": "K-2",
                "partner_id": self.customer.id,
                "domain": "sale",
            }
        )
        act_of_own = self.as_(self.manager2, self.env["engineering.act"]).create(
            {
                "lead_id": order.opportunity_id.id,
                "agreement_id": own.id,
                "partner_id": self.customer.id,
                "currency_id": order.currency_id.id,
            }
        )
        self.assertTellsNothing(
            self.manager2,
            act_of_own.line_ids,
            "create",
            {"act_id": act_of_own.id, "work_line_id": foreign.id, "quantity": 50},
        )
        self.assertTellsNothing(
            self.manager2,
            self.env["engineering.work.line"],
            "create",
            {
                "task_id": self.work.id,
                "order_line_id": self.order.order_line.id,
                "quantity": 50,
            },
        )

    def test_parts_of_a_work(self):
        values = {"name": "Part", "project_id": self.project.id}
        tasks = self.env["project.task"]
        for user in (
            self.planner,
            self.user("other_planner", f"project.group_project_user,{SALESMAN}"),
        ):
            self.assertTellsNothing(
                user, tasks, "create", {**values, "parent_id": self.work.id}
            )
            task = self.model("project.task", user).create(values)
            self.assertTellsNothing(user, task, "write", {"parent_id": self.work.id})
            self.assertTellsNothing(
                user,
                task,
                "onchange",
                {"parent_id": self.work.id},
                ["parent_id"],
                {"partner_id": {}},
            )
        part = self.as_(self.engineer, tasks).create(
            {**values, "parent_id": self.work.id}
        )
        self.assertEqual(part.parent_id, self.work)
