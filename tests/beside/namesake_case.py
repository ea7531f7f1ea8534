"""Beside addons whose fields of tasks are named as those of works once were."""

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


class NamesakeCase(EngineeringCase):
    def assertWorkKeepsItsContract(self):
        """Assert that works know their deal and contract, and get their act."""
        contract = self.contract()
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        work = self.worked(order)
        self.assertEqual(work.engineering_lead_id, order.opportunity_id)
        self.assertEqual(work.engineering_agreement_id, contract)
        act = self.signed(self.acted(self.done(work)))
        self.assertEqual(act.agreement_id, contract)
        self.assertEqual(act.amount_total, order.amount_total)
        self.assertEqual(order.opportunity_id.engineering_state, "closed")

    def assertIsNoWork(self, task):
        """Assert that a task of theirs stays one, and is done as before."""
        self.assertTrue(task)
        self.assertFalse(task.engineering_state)
        self.assertFalse(task.engineering_lead_id)
        self.assertFalse(task.engineering_agreement_id)
        task.state = "1_done"
        task.unlink()
