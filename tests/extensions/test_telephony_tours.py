"""The caller's card in a browser, at a desk and on a phone."""

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc_telephony.tests.common import TelephonyCase

TIMEOUT = 180


class CardTourCase(TelephonyCase, HttpCase):
    def tour(self, name):
        self.start_tour("/odoo/crm", name, login=self.manager.login, timeout=TIMEOUT)
        self.env.invalidate_all()

    def see_who_is_known(self):
        self.taken(self.deal(name="Winter garden"))
        self.talk(call="before", second=-900).summary = "The roof"
        call = self.ring()
        self.tour("engineering_call_of_who_is_known")
        self.assertEqual(call.summary, "Wants it in May")

    def make_a_deal_of_who_is_unknown(self):
        call = self.ring("202 555 0199")
        self.tour("engineering_call_of_who_is_unknown")
        self.assertEqual(call.lead_id.phone_sanitized, "+12025550199")
        self.assertEqual(call.lead_id.user_id, self.manager)


@tagged("standard", "post_install", "-at_install")
class TestSoftphoneWithoutPassword(TelephonyCase, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_softphone_says_what_is_missing(self):
        self.exchange.phone_address = "ws://127.0.0.1:9/ws"
        settings = self.env["res.users.settings"]._find_or_create_for_user(self.manager)
        settings.engineering_phone_way = "softphone"
        lead = self.deal(phone="+1 202 555 0177")
        self.start_tour(
            f"/odoo/crm/{lead.id}",
            "engineering_softphone_says_what_is_missing",
            login=self.manager.login,
            timeout=TIMEOUT,
        )


@tagged("standard", "post_install", "-at_install")
class TestCardAtDesk(CardTourCase):
    browser_size = "1440x900"

    def test_who_is_known_is_seen(self):
        self.see_who_is_known()

    def test_who_is_unknown_is_a_deal_in_one_click(self):
        self.make_a_deal_of_who_is_unknown()


@tagged("standard", "post_install", "-at_install")
class TestCardOnPhone(CardTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_who_is_known_is_seen(self):
        self.see_who_is_known()

    def test_who_is_unknown_is_a_deal_in_one_click(self):
        self.make_a_deal_of_who_is_unknown()
