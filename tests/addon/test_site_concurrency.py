"""A site that repeats a request at the same moment, over real connections."""

from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.domain.inquiry import SentFile, read_inquiry
from odoo.addons.crm_engineering_calc.tests.concurrency import ConcurrencyCase

AT_ONCE = 5
SHORTLY = SimpleNamespace(uniform=lambda _least, _most: 0.01)
FILES = (SentFile("wall.png", b"photo"),)


@tagged("standard", "post_install", "-at_install")
class TestSiteConcurrency(ConcurrencyCase):
    LEFT = ("engineering.inquiry", "engineering.site", *ConcurrencyCase.LEFT)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.direction.write({"code": "windows", "offered_on_sites": True})
        cls.site = cls.env["engineering.site"].create({"name": "example.com"})
        cls.cr.commit()

    def setUp(self):
        super().setUp()
        patcher = patch("odoo.service.model.random", SHORTLY)
        patcher.start()
        self.addCleanup(patcher.stop)

    def told(self, number=0):
        return read_inquiry(
            {
                "request_id": f"request-{number:04}",
                "direction": "windows",
                "name": "Ivan",
                "email": f"ivan{number}@new.example.com",
                "need": "Three windows",
                "consent": "I agree",
            }
        )

    def send_at_once(self, told):
        """Send requests over connections of their own; none of them fails."""

        def sent(one):
            def receive(env):
                site = env["engineering.site"].browse(self.site.id)
                env["engineering.inquiry"]._receive(site.sudo(), one, FILES)

            return receive

        public = self.env.ref("base.public_user")
        outcomes = self.race(*((public, sent(one)) for one in told))
        self.assertEqual(outcomes, [None] * len(told))

    def test_repetitions_at_once_are_one_deal(self):
        self.send_at_once([self.told()] * AT_ONCE)
        inquiry = self.env["engineering.inquiry"].search(
            [("site_id", "=", self.site.id)]
        )
        self.assertEqual(len(inquiry), 1)
        self.assertEqual(len(inquiry.attachment_ids), 1)
        deals = self.env["crm.lead"].search(
            [("email_from", "=", "ivan0@new.example.com")]
        )
        self.assertEqual(deals, inquiry.lead_id)

    def test_requests_at_once_are_deals_each(self):
        told = [self.told(number) for number in range(1, AT_ONCE + 1)]
        self.send_at_once(told)
        found = self.env["engineering.inquiry"].search(
            [("request_id", "in", [one.request_id for one in told])]
        )
        self.assertEqual(len(found.lead_id), AT_ONCE)
