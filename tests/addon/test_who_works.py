"""Works are their team's, their manager's and their leader's; tasks are as ever."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import (
    ENGINEER,
    SALESMAN,
    EngineeringCase,
)

DECIDED = "is decided by the manager of its deal"


@tagged("standard", "post_install", "-at_install")
class TestWhoWorks(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls.user("worker", "project.group_project_user")
        cls.planner = cls.user("planner", "project.group_project_manager")
        cls.stage, cls.later = cls.quiet["project.task.type"].create(
            [{"name": "To do"}, {"name": "On site"}]
        )
        cls.project.type_ids = cls.stage | cls.later

    def setUp(self):
        super().setUp()
        self.contract()
        self.work = self.worked(self.ordered())
        self.evidence = (
            self.env["ir.attachment"]
            .with_user(self.engineer)
            .create(
                {
                    "name": "photo.jpg",
                    "raw": b"photo",
                    "res_model": "project.task",
                    "res_id": self.work.id,
                }
            )
        )

    def plain_task(self, user=None, **values):
        values = {"name": "Plain", "project_id": self.project.id, **values}
        return self.model("project.task", user or self.worker).create(values)

    # === WHO SEES ===

    def test_works_are_seen_by_those_of_the_deal_and_the_team(self):
        for login, seen in (
            ("manager", True),
            ("manager2", False),
            ("sales_head", True),
            ("engineer", True),
            ("colleague", True),
            ("outsider", False),
            ("leader", True),
            ("administrator", True),
            ("planner", True),
            ("worker", False),
            ("employee", False),
        ):
            with self.subTest(login):
                user = getattr(self, login)
                work = self.as_(user, self.work)
                self.assertEqual(work.has_access("read"), seen)
                evidence = self.as_(user, self.evidence)
                self.assertEqual(evidence.has_access("read"), seen)
                found = work.search([("project_id", "=", self.project.id)])
                self.assertEqual(work in found, seen)

    def test_who_is_assigned_sees_the_work(self):
        self.work.sudo().user_ids += self.employee
        self.assertTrue(self.as_(self.employee, self.work).has_access("read"))
        self.assertFalse(self.as_(self.employee, self.work).has_access("write"))

    def test_analysis_tells_of_no_foreign_work(self):
        self.env.flush_all()
        task = self.plain_task()
        self.env.flush_all()
        for user, seen in ((self.worker, False), (self.planner, True)):
            found = self.model("report.project.task.user", user).search([])
            self.assertEqual(self.work.id in found.task_id.ids, seen)
            self.assertIn(task.id, found.task_id.ids)

    def test_plain_tasks_are_as_ever(self):
        task = self.plain_task()
        for login, rights in (
            ("employee", "r"),
            ("manager", "r"),
            ("engineer", "r"),
            ("worker", "rwcd"),
            ("planner", "rwcd"),
        ):
            for letter, operation in zip(
                "rwcd", ("read", "write", "create", "unlink"), strict=True
            ):
                with self.subTest(login=login, operation=operation):
                    user = getattr(self, login)
                    self.assertEqual(
                        self.as_(user, task).has_access(operation), letter in rights
                    )
        task.write(
            {
                "partner_id": self.customer.id,
                "user_ids": [Command.set(self.employee.ids)],
                "project_id": self.project.copy().id,
            }
        )

    def test_engineer_with_the_role_of_projects_has_both(self):
        both = self.user("both", f"{ENGINEER},project.group_project_user")
        self.team.member_ids += both
        self.assertTrue(self.plain_task(both).has_access("unlink"))
        self.assertTrue(self.as_(both, self.work).has_access("write"))
        self.assertTrue(self.model("sale.order", both).has_access("read"))

    # === WHO DOES AND WHO DECIDES ===

    def test_engineer_does_a_work_without_a_role_of_projects(self):
        work = self.as_(self.engineer, self.work)
        self.assertFalse(self.engineer.has_group("project.group_project_user"))
        with Form(work) as form:
            form.description = "Begun"
        work.action_accept_work()
        work.engineering_hours_spent = 5
        work.stage_id = self.later
        work.message_post(body="On site")
        part = work.create(
            {"name": "Left wall", "parent_id": work.id, "project_id": self.project.id}
        )
        part.write({"state": "1_done", "description": "Done"})
        work.action_complete_work()
        self.assertEqual((work.engineering_state, work.state), ("completed", "1_done"))

    def test_engineer_decides_nothing_of_a_work(self):
        other = self.customer.copy()
        other_project = self.project.copy()
        for user in (self.engineer, self.colleague):
            work = self.as_(user, self.work)
            for values in (
                {"partner_id": other.id},
                {"partner_phone": "1"},
                {"user_ids": [Command.set(self.colleague.ids)]},
                {"user_ids": [Command.clear()]},
                {"project_id": other_project.id},
                {"parent_id": False},
                {"engineering_start": "2030-06-04 06:00:00"},
                {"engineering_end": False},
                {"allocated_hours": 100},
                {"date_deadline": False},
            ):
                self.assertRefused(
                    AccessError, f"{DECIDED}.*{self.manager.name}", work.write, values
                )
        self.assertRefused(
            AccessError,
            ".",
            self.as_(self.engineer, self.work).write,
            {"engineering_agreement_id": self.contract(code="K-2").id},
        )

    def test_work_is_no_template_and_does_not_repeat(self):
        self.quiet["res.groups"].browse(
            self.env.ref("project.group_project_recurring_tasks").ids
        ).user_ids += self.planner
        work = self.as_(self.planner, self.work)
        self.assertRefused(
            UserError, "no template", work.write, {"recurring_task": True}
        )
        self.assertRefused(UserError, "no template", work.action_convert_to_template)
        task = self.plain_task(self.planner)
        task.action_convert_to_template()
        self.assertTrue(task.is_template)

    def test_planner_of_projects_decides_nothing_of_a_work(self):
        for values in (
            {"partner_id": self.planner.partner_id.id},
            {"user_ids": [Command.set(self.planner.ids)]},
            {"allocated_hours": 100},
            {"date_deadline": "2030-06-04 06:00:00"},
        ):
            self.assertRefused(
                AccessError, DECIDED, self.as_(self.planner, self.work).write, values
            )
        self.assertRefused(
            AccessError,
            DECIDED,
            self.as_(self.planner, self.project).write,
            {"task_ids": [Command.update(self.work.id, {"partner_id": False})]},
        )

    def test_leader_administrator_and_manager_decide(self):
        planning_manager = self.user(
            "planning_manager", f"{SALESMAN},project.group_project_user"
        )
        for user in (self.leader, self.administrator, planning_manager):
            if user == planning_manager:
                self.work.sudo().engineering_lead_id.user_id = user
            work = self.as_(user, self.work)
            work.user_ids = self.colleague
            work.user_ids = self.engineer
            work.partner_id = self.customer.copy().id
            self.assertEqual(work.user_ids, self.engineer)

    def test_whoever_accepts_a_work_of_nobody_has_it(self):
        self.work.sudo().user_ids = False
        work = self.as_(self.colleague, self.work)
        work.action_accept_work()
        self.assertEqual(work.user_ids, self.colleague)

    # === ORDERS ===

    def test_engineers_read_no_orders(self):
        orders = self.work.sudo().engineering_lead_id.order_ids
        for user in (self.engineer, self.leader, self.administrator):
            for records in (orders, orders.order_line):
                self.assertFalse(self.as_(user, records).has_access("read"))
                with self.assertRaises(AccessError):
                    self.model(records._name, user).search([])

    def test_cards_of_engineers_open_without_orders(self):
        work = self.work
        lead = work.sudo().engineering_lead_id
        calculation = lead.engineering_calculation_ids
        for user in (self.engineer, self.leader, self.administrator):
            for record in (work, lead, calculation):
                with self.subTest(user=user.name, model=record._name):
                    record = self.as_(user, record)
                    record.invalidate_recordset()
                    self.assertTrue(Form(record))

    def test_leader_of_a_work_reads_its_deal(self):
        leader = self.user("other_leader", "crm_engineering_calc.group_leader")
        self.other_team.leader_id = leader
        work = self.work
        work.sudo()._as_machine().engineering_team_id = self.other_team
        self.env.flush_all()
        lead = self.as_(leader, work.sudo().engineering_lead_id)
        self.assertTrue(self.as_(leader, work).has_access("read"))
        self.assertTrue(lead.has_access("read"))
        self.assertTrue(lead.search_count([("id", "=", lead.id)]))

    def test_who_has_another_teams_work_opens_it_not(self):
        work = self.as_(self.outsider, self.work)
        self.assertRefused((AccessError, UserError), ".", work.action_accept_work)
        self.assertRefused(AccessError, ".", work.read, ["name"])
