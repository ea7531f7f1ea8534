"""The recording of a call is heard in its deal, by who may see the call alone."""

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc_telephony.tests.common import TelephonyCase
from odoo.addons.mail.tools.discuss import Store

ADDRESS = "https://example.com/1.mp3"


@tagged("standard", "post_install", "-at_install")
class TestRecordingInDeal(TelephonyCase):
    def setUp(self):
        super().setUp()
        self.lead = self.deal(self.manager2)
        self.talk(extension="102")
        self.recorded = self.happen(self.told("recording", 70, recording=ADDRESS))

    def heard(self, user):
        message = self.recorded.sudo().message_id
        told = Store().add(message.with_user(user)).get_result()
        return [one.get("engineering_recording") for one in told["mail.message"]]

    def test_who_sees_the_call_hears_it(self):
        address = f"/engineering/call/{self.recorded.id}/recording"
        for user in (self.manager2, self.sales_head):
            self.assertEqual(self.heard(user), [address])

    def test_who_sees_the_deal_alone_hears_nothing(self):
        work = self.model("engineering.call", self.engineer)
        self.assertFalse(work.search([("id", "=", self.recorded.id)]))
        for user in (self.engineer, self.manager, self.env.ref("base.public_user")):
            self.assertEqual(self.heard(user), [None])

    def test_what_is_broadcast_says_nothing(self):
        message = self.recorded.sudo().message_id.with_user(self.manager2)
        store = Store(bus_channel=self.manager).add(message)
        (told,) = store.get_result()["mail.message"]
        self.assertNotIn("engineering_recording", told)

    def test_forgotten_recording_is_not_offered(self):
        self.run_job("ir_cron_recordings", days=181)
        self.assertEqual(self.heard(self.manager2), [None])

    def test_other_messages_cost_no_query(self):
        message = self.customer.message_post(body=self.customer.name)
        message = message.with_user(self.manager2)
        self.assertFalse(message._get_engineering_recordings(Store().target))
