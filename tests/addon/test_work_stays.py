"""A work stays with the company and the customer whose order it does."""

from odoo.exceptions import UserError
from odoo.modules.module import load_script
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestWorkStays(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.contract()
        self.order = self.ordered(lines=[(self.montage, 4, 50.0)])
        self.work = self.worked(self.order, None, self.engineer)

    # === COMPANY ===

    def test_work_stays_in_its_company(self):
        company = self.order.company_id
        self.assertEqual(self.work.company_id, company)
        other = self.quiet["res.company"].create({"name": "Another house"})
        self.leader.sudo().company_ids |= other
        for user in (self.leader, self.administrator, self.env.user):
            for value in (False, other.id):
                with self.subTest(user=user.login, company=value):
                    self.assertRefused(
                        UserError,
                        f"{self.order.name} of {company.name} .*stays",
                        self.as_(user, self.work).write,
                        {"company_id": value},
                    )
        self.done(self.work)
        self.assertRefused(
            UserError,
            "stays",
            self.as_(self.leader, self.work).write,
            {"company_id": 0},
        )

    def test_project_of_no_company_leaves_a_work_in_its_own(self):
        project = self.quiet["project.project"].create(
            {"name": "All houses", "company_id": False}
        )
        task = self.quiet["project.task"].create(
            {"name": "A task", "company_id": self.work.company_id.id}
        )
        for one in (self.work.sudo(), task):
            one.project_id = project
        self.assertEqual(self.work.company_id, self.order.company_id)
        # Tasks of the host follow their projects as before.
        self.assertFalse(task.company_id)

    def test_works_that_have_lost_their_company_get_it_again(self):
        task = self.quiet["project.task"].create({"name": "A task"})
        other = self.quiet["res.company"].create({"name": "Another house"})
        foreign = self.quiet["project.task"].create(
            {"name": "Another task", "company_id": other.id}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE project_task SET company_id = NULL WHERE id IN %s",
            [(self.work.id, task.id)],
        )
        script = "migrations/19.0.1.13.0/pre-work-companies.py"
        module = load_script(f"crm_engineering_calc/{script}", script)
        module.migrate(self.env.cr, "19.0.1.12.0")
        self.env.invalidate_all()
        self.assertEqual(self.work.company_id, self.order.company_id)
        self.assertFalse(task.company_id)
        self.assertEqual(foreign.company_id, other)

    # === CUSTOMER ===

    def test_order_in_work_stays_with_its_customer(self):
        other = self.quiet["res.partner"].create({"name": "Another customer"})
        self.order.agreement_id = False
        change = {"partner_id": other.id}
        self.assertRefused(UserError, "K-1", self.order.write, change)
        self.as_(self.manager, self.work).action_cancel_work()
        self.order.write(change)
        self.assertEqual(self.order.partner_id, other)

    def test_order_in_work_goes_to_a_contact_of_its_customer(self):
        contact = self.quiet["res.partner"].create(
            {"name": "Its engineer", "parent_id": self.customer.id}
        )
        self.order.agreement_id = False
        self.order.partner_id = contact
        self.assertEqual(self.order.partner_id, contact)
