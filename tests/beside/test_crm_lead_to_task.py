from namesake_case import NamesakeCase

from odoo.tests import new_test_user, tagged


@tagged("standard", "post_install", "-at_install")
class TestCrmLeadToTask(NamesakeCase):
    def test_task_made_of_a_deal_is_no_work(self):
        planner = new_test_user(
            self.env,
            "planner_of_test",
            "sales_team.group_sale_salesman_all_leads,project.group_project_user",
        )
        self.env.company.crm_force_project_id = self.project
        lead = self.deal(engineering_direction_id=False)
        action = self.as_(planner, lead).action_crm_to_task()
        task = self.from_action(action, lead.sudo().env)
        self.assertEqual((task.name, task.lead_id), (lead.name, lead.sudo()))
        self.assertFalse(lead.engineering_work_ids)
        self.assertIsNoWork(task)

    def test_work_keeps_its_contract_and_gets_an_act(self):
        self.assertWorkKeepsItsContract()
