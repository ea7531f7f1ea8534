"""Calls over RPC: each reads, writes and hears his own, and nothing of others."""

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc_telephony.tests.common import TelephonyCase

ADDRESS = "https://example.com/1.mp3"


class RightsCase(TelephonyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other_team = cls.quiet["crm.team"].create({"name": "Other"})
        cls.stranger = cls.user("stranger", "sales_team.group_sale_salesman")
        cls.quiet["crm.team.member"].create(
            {"crm_team_id": other_team.id, "user_id": cls.stranger.id}
        )
        cls.portal = cls.user(
            "portal_of_calls", "base.group_portal", notification_type="email"
        )
        cls.public = cls.env.ref("base.public_user")
        cls.others = (
            cls.stranger,
            cls.manager2,
            cls.engineer,
            cls.employee,
            cls.portal,
            cls.public,
        )

    def setUp(self):
        super().setUp()
        self.lead = self.deal()
        self.talk()
        self.recorded = self.happen(self.told("recording", 70, recording=ADDRESS))


@tagged("standard", "post_install", "-at_install")
class TestCallRights(RightsCase):
    def test_who_has_the_call_writes_what_was_said(self):
        for user in (self.manager, self.sales_head, self.administrator):
            call = self.as_(user, self.recorded)
            call.write({"summary": f"Said to {user.name}"})
            self.assertEqual(call.recording_url, ADDRESS)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_others_read_and_write_nothing(self):
        fields = ["number", "summary", "recording_url", "recording", "number_shown"]
        for user in self.others:
            call = self.as_(user, self.recorded)
            for does in (
                lambda call=call: call.read(fields),
                lambda call=call: call.write({"summary": "x"}),
                call.action_open_deal,
                call.action_dial,
                call.unlink,
                lambda call=call: call.message_post(body=call.env.user.name),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    does()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_others_find_and_count_nothing(self):
        for user in self.others:
            calls = self.model("engineering.call", user)
            if calls.has_access("read"):
                self.assertFalse(calls.search([("recording_url", "!=", False)]))
                self.assertFalse(calls.search([("number_shown", "ilike", "555")]))
                self.assertEqual(calls.get_cards(), [])
                continue
            with self.assertRaises(AccessError):
                calls.search([])
            with self.assertRaises(AccessError):
                calls.get_cards()

    def test_call_is_taken_out_of_no_deal_that_is_not_seen(self):
        self.ring(call="call-2", extensions=["103"])
        call = self.happen(self.told("ended", 20, "call-2"))
        self.assertEqual(call.lead_id, self.lead)
        for lead in (False, self.deal(self.manager2).id):
            with self.assertRaises(AccessError):
                self.as_(self.employee, call).lead_id = lead
        self.assertEqual(call.lead_id, self.lead)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_name_of_no_contact_is_learned_by_a_call(self):
        company = self.quiet["res.company"].create({"name": "Other"})
        secret = self.quiet["res.partner"].create(
            {"name": "Secret", "company_id": company.id}
        )
        call = self.as_(self.manager, self.recorded)
        with self.assertRaises(AccessError):
            call.partner_id = secret.id
        self.assertNotIn("Secret", call.display_name)


@tagged("standard", "post_install", "-at_install")
class TestRecordingRights(RightsCase, HttpCase):
    def get_status(self, user):
        if user == self.public:
            self.authenticate(None, None)
        else:
            self.authenticate(user.login, user.login)
        path = f"/engineering/call/{self.recorded.id}/recording"
        answer = self.url_open(path, allow_redirects=False)
        return answer.status_code, answer.headers.get("Location", "")

    def test_recording_is_for_who_sees_the_call(self):
        for user in (self.manager, self.sales_head, self.administrator):
            self.assertEqual(self.get_status(user), (303, ADDRESS), user.login)

    def test_others_are_told_of_none(self):
        for user in self.others:
            status, location = self.get_status(user)
            self.assertNotIn("example.com", location, user.login)
            expected = 303 if user == self.public else 404
            self.assertEqual(status, expected, user.login)
            self.assertTrue(status == 404 or "/web/login" in location)
