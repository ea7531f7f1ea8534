"""What is told of calls is in the language of who reads it."""

import re

from odoo.tests import tagged
from odoo.tools import html2plaintext

from odoo.addons.crm_engineering_calc_telephony.tests.common import TelephonyCase

LATIN = re.compile(r"[A-Za-z]{3,}")
# Names and addresses, as people have written them.
NAMES = {"Customer", "Manager", "Office", "OdooBot", "Sales", "head"}


@tagged("standard", "post_install", "-at_install")
class TestRussian(TelephonyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        russian = cls.env["res.lang"]._activate_lang("ru_RU").code
        modules = cls.env["ir.module.module"]
        modules._load_module_terms(
            ["mail", "crm", "crm_engineering_calc", "crm_engineering_calc_telephony"],
            [russian],
        )
        for user in (cls.manager, cls.manager2, cls.sales_head):
            user.sudo().lang = russian
        cls.exchange.company_id.partner_id.lang = russian
        cls.last_message = max(cls.env["mail.message"].search([]).ids, default=0)

    def get_told(self):
        """Return all that was posted, mailed and is to be done since the test began."""
        messages = self.env["mail.message"].search([("id", ">", self.last_message)])
        calls = self.env["engineering.call"].search(
            [("exchange_id", "=", self.exchange.id)]
        )
        feed = self.env["engineering.incoming"].search(
            [("res_model", "=", calls._name), ("res_id", "in", calls.ids)]
        )
        return [
            *(html2plaintext(message.body) for message in messages),
            *messages.mapped("subject"),
            *calls.callback_activity_id.mapped("summary"),
            *(value for row in feed for value in (row.sender, row.subject, row.text)),
        ]

    def assert_russian(self):
        told = [text for text in self.get_told() if text]
        foreign = {
            text for text in told if {word for word in LATIN.findall(text)} - NAMES
        }
        self.assertFalse(foreign)
        return told

    def test_missed_call_that_is_called_back(self):
        lead = self.deal(name="Крыша", engineering_direction_id=self.direction.id)
        self.last_message = max(self.env["mail.message"].search([]).ids)
        self.miss()
        self.talk(call="back", second=600, direction="out", extension="102")
        self.assertFalse(lead.activity_ids)
        told = self.assert_russian()
        self.assertGreater(len(told), 4)

    def test_hidden_and_unknown_numbers(self):
        self.miss("")
        self.miss("+12025550199", call="call-2")
        self.talk("+12025550199", call="call-3", second=600)
        self.assertGreater(len(self.assert_russian()), 1)

    def test_who_has_called_back_has_done_it(self):
        lead = self.deal()
        self.miss()
        self.talk(call="back", second=600, direction="out", extension="102")
        done = lead.message_ids.filtered("mail_activity_type_id")
        self.assertEqual(done.author_id, self.manager2.partner_id)
