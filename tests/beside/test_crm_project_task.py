from namesake_case import NamesakeCase

from odoo.tests import tagged


@tagged("standard", "post_install", "-at_install")
class TestCrmProjectTask(NamesakeCase):
    def test_task_of_a_deal_is_no_work(self):
        self.env.company.crm_default_project_id = self.project
        lead = self.requested().lead_id.with_user(self.manager)
        self.model("crm.create.task", self.manager).create(
            {"lead_id": lead.id, "task_name": "Call the customer"}
        ).create_task()
        task = lead.sudo().task_ids
        self.assertEqual((task.name, task.lead_id), ("Call the customer", lead.sudo()))
        self.assertEqual(lead.task_count, 1)
        self.assertFalse(lead.engineering_work_ids)
        self.assertIsNoWork(task)

    def test_work_keeps_its_contract_and_gets_an_act(self):
        self.assertWorkKeepsItsContract()
