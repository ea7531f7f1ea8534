"""The manager takes a request back from the deal."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

WITHDRAW = "engineering.calculation.withdraw"


@tagged("standard", "post_install", "-at_install")
class TestWithdraw(EngineeringCase):
    def test_request_that_nobody_has_taken_is_withdrawn_at_once(self):
        lead = self.deal()
        calculation = self.requested(lead)
        self.assertIn("withdraw_calculation", lead.engineering_possible_actions)
        self.assertIs(lead.action_withdraw_calculation(), True)
        self.assertEqual(calculation.state, "cancelled")
        self.assertEqual(lead.engineering_state, "none")
        self.assertFalse(self.asked(calculation))
        lead.invalidate_recordset()
        self.assertNotIn("withdraw_calculation", lead.engineering_possible_actions)

    def test_who_has_begun_is_told_why(self):
        lead = self.deal()
        calculation = self.taken(lead)
        action = lead.action_withdraw_calculation()
        self.assertEqual(action["res_model"], WITHDRAW)
        dialog = self.wizard(WITHDRAW, lead)
        self.assertEqual(dialog.calculation_ids, self.as_(self.manager, calculation))
        self.assertTrue(dialog.is_reason_needed)
        self.assertRefused(UserError, "Say why", dialog.action_confirm)
        dialog.reason = "Built by himself"
        dialog.action_confirm()
        self.assertEqual(calculation.state, "cancelled")
        self.assertIn(self.engineer, self.inbox(calculation))
        self.assertIn("Built by himself", self.feed(calculation)[-1])
        self.assertIn("Built by himself", self.feed(lead)[-1])

    def test_one_of_several_is_withdrawn(self):
        lead = self.deal()
        mine = self.requested(lead)
        lead.engineering_direction_id = self.other_direction
        other = self.requested(lead)
        dialog = self.wizard(WITHDRAW, lead, calculation_ids=[Command.set(other.ids)])
        choice = dialog.calculation_ids.with_context(show_direction=True)
        self.assertIn(self.other_direction.name, choice.display_name)
        self.assertNotIn(self.other_direction.name, dialog.calculation_ids.display_name)
        dialog.action_confirm()
        self.assertEqual((mine.state, other.sudo().state), ("requested", "cancelled"))
        self.assertEqual(lead.engineering_state, "calculation")

    def test_held_calculation_that_was_begun_needs_a_reason_too(self):
        lead = self.deal()
        calculation = self.taken(lead)
        self.hold(calculation)
        self.assertEqual(lead.action_withdraw_calculation()["res_model"], WITHDRAW)

    def test_nothing_is_left_to_withdraw(self):
        lead = self.deal()
        self.assertRefused(UserError, "Nothing of", lead.action_withdraw_calculation)
        self.completed(lead)
        self.assertRefused(UserError, "Nothing of", lead.action_withdraw_calculation)

    def test_calculation_of_another_deal_is_not_withdrawn(self):
        lead = self.deal()
        self.requested(lead)
        other = self.requested()
        dialog = self.wizard(WITHDRAW, lead, calculation_ids=[Command.set(other.ids)])
        self.assertRefused(UserError, "Choose which", dialog.action_confirm)

    def test_only_the_manager_withdraws(self):
        lead = self.requested().lead_id
        for user in (self.engineer, self.manager2):
            self.assertRefused(
                AccessError, "", self.as_(user, lead).action_withdraw_calculation
            )
