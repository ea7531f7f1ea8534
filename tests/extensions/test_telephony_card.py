"""The card of the caller: for who is rung, and of what he may read."""

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc_telephony.tests.common import TelephonyCase


@tagged("standard", "post_install", "-at_install")
class TestCard(TelephonyCase):
    def cards(self, user):
        return self.model("engineering.call", user).get_cards()

    def test_card_tells_what_is_open(self):
        lead = self.taken().lead_id
        self.talk(call="before", second=-900)
        self.ring()
        (card,) = self.cards(self.manager)
        self.assertEqual(card["partner"]["name"], "Customer")
        (deal,) = card["deals"]
        self.assertEqual((deal["id"], deal["manager"]), (lead.id, "Manager"))
        self.assertEqual(deal["calculator"], "Engineer")
        self.assertEqual(card["last_call"]["user"], "Manager")
        self.assertFalse(self.cards(self.manager2))

    def test_card_tells_no_deal_of_others(self):
        self.deal(self.manager2)
        self.ring(extensions=["101", "103"])
        for user in (self.manager, self.employee):
            (card,) = self.cards(user)
            self.assertEqual(card["deals"], [])

    def test_answer_takes_the_card_from_the_others(self):
        self.ring(extensions=["101", "102"])
        self.happen(self.told("answered", 5, extensions=["102"]))
        self.assertFalse(self.cards(self.manager))
        self.assertEqual(self.cards(self.manager2)[0]["result"], "talking")
        self.happen(self.told("ended", 9))
        self.assertFalse(self.cards(self.manager2))

    def test_unknown_number_is_a_deal_in_one_click(self):
        call = self.as_(self.manager, self.ring("202 555 0199"))
        (card,) = self.cards(self.manager)
        self.assertEqual((card["can_create"], card["partner"]), (True, False))
        action = call.action_open_deal()
        self.assertEqual(call.action_open_deal(), action)
        self.assertEqual(call.lead_id.phone_sanitized, "+12025550199")
        self.assertEqual(call.lead_id.user_id, self.manager)

    def test_who_talks_keeps_his_card_while_many_ring(self):
        self.ring()
        self.happen(self.told("answered", 1, extensions=["101"]))
        for order in range(6):
            self.ring("202 555 0199", f"many-{order}", second=5 + order)
        cards = self.cards(self.manager)
        self.assertEqual(cards[0]["result"], "talking")
        self.assertEqual(len(cards), 5)
        numbers = {card["number"] for card in cards[1:]}
        self.assertEqual(numbers, {"+1 202-555-0199"})
