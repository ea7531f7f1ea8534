from namesake_case import NamesakeCase

from odoo.tests import tagged


@tagged("standard", "post_install", "-at_install")
class TestAgreementProject(NamesakeCase):
    def setUp(self):
        super().setUp()
        self.frame = self.contract(
            name="Frame", code="F-1", partner_id=self.env.company.partner_id.id
        ).sudo()
        self.project.agreement_id = self.frame

    def test_task_has_the_contract_of_its_project(self):
        task = self.project.task_ids.create(
            {"name": "Sweep", "project_id": self.project.id}
        )
        self.assertEqual(task.agreement_id, self.frame)
        self.assertEqual(self.frame.task_count, 1)
        self.assertEqual(self.frame.engineering_work_count, 0)
        self.assertIsNoWork(task)

    def test_work_keeps_its_contract_and_gets_an_act(self):
        self.assertWorkKeepsItsContract()
