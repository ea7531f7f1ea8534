"""Calls are in the feed of what came in, and calls to customers are answers."""

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc_telephony.tests.common import TelephonyCase


@tagged("standard", "post_install", "-at_install")
class TestCallIncoming(TelephonyCase):
    def rows(self, lead):
        return self.env["engineering.incoming"].search([("lead_id", "=", lead.id)])

    def test_answered_call_was_answered_at_once(self):
        lead = self.deal(engineering_direction_id=self.direction.id)
        call = self.talk()
        row = self.rows(lead)
        self.assertEqual((row.medium_id.name, row.came_on), ("Phone", call.started))
        self.assertEqual(
            (row.answered_id, row.answered_on), (call.user_id, call.answered)
        )
        self.assertFalse(lead.engineering_unanswered_since)

    def test_missed_call_waits_until_somebody_calls_back(self):
        lead = self.deal(engineering_direction_id=self.direction.id)
        self.ring()
        self.happen(self.told("ended", 20))
        self.assertTrue(lead.engineering_unanswered_since)
        self.talk(call="back", second=600, direction="out")
        self.assertTrue(self.rows(lead).answered_on)
        self.assertFalse(lead.engineering_unanswered_since)

    def test_call_moves_with_its_deal(self):
        lead = self.deal(engineering_direction_id=self.direction.id)
        self.ring()
        call = self.happen(self.told("ended", 20))
        other = self.deal(name="Other")
        call.lead_id = other
        self.assertFalse(self.rows(lead))
        self.assertEqual(self.rows(other).lead_id, other)
        self.assertFalse(lead.engineering_unanswered_since)
        self.assertTrue(other.engineering_unanswered_since)
