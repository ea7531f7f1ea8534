"""Who keeps exchanges, or phones, comes to read no secret and no deal of others."""

from functools import partial
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc_telephony.connector import ari_line
from odoo.addons.crm_engineering_calc_telephony.tests.common import (
    NUMBER,
    SECRET,
    TelephonyCase,
)

PASSWORD = "phone-password-of-the-tests"


@tagged("standard", "post_install", "-at_install")
class TestTelephonyAttack(TelephonyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange.write(
            {
                "driver": "asterisk",
                "ari_address": "http://pbx.example.com:8088",
                "ari_user": "odoo",
                "phone_address": "wss://pbx.example.com:8089/ws",
                "new_secret": SECRET,
            }
        )
        cls.extension = cls.exchange.extension_ids.filtered(
            lambda one: one.user_id == cls.manager
        )
        cls.extension.new_phone_password = PASSWORD

    def phone(self, user):
        return self.model("engineering.extension", user).get_phone()

    # === SECRETS ===

    def test_password_stays_with_its_user(self):
        extension = self.as_(self.administrator, self.extension)
        extension.user_id = self.administrator
        self.assertNotIn(PASSWORD, str(self.phone(self.administrator)))
        self.assertFalse(extension.has_phone_password)

    def test_new_user_may_get_a_new_password_at_once(self):
        extension = self.as_(self.administrator, self.extension)
        extension.write({"user_id": self.engineer.id, "new_phone_password": "another"})
        self.assertEqual(self.phone(self.engineer)["password"], "another")
        extension.write({"user_id": self.engineer.id, "number": "109"})
        self.assertEqual(self.phone(self.engineer)["password"], "another")

    def test_secret_goes_to_no_other_address(self):
        exchange = self.as_(self.administrator, self.exchange)
        for address in ("http://thief.example.com:8088", "http://pbx.example.com:99"):
            with self.subTest(address):
                exchange.new_secret = SECRET
                exchange.ari_address = address
                line = exchange._get_driver()._get_line(exchange)
                self.assertNotIn(SECRET, line._auth)
                self.assertFalse(exchange.has_secret)

    def test_new_address_may_get_its_secret_at_once(self):
        exchange = self.as_(self.administrator, self.exchange)
        exchange.write({"ari_address": "http://new:8088", "new_secret": "x" * 20})
        exchange.write({"ari_address": "http://new:8088", "name": "New"})
        self.assertTrue(exchange.has_secret)
        line = exchange._get_driver()._get_line(exchange)
        self.assertIn("x" * 20, line._auth)

    def test_secret_of_a_webhook_goes_to_no_line(self):
        exchange = self.as_(self.administrator, self.exchange)
        exchange.driver = "webhook"
        exchange.new_secret = SECRET
        exchange.driver = "asterisk"
        self.assertFalse(exchange.has_secret)

    def test_secrets_are_found_by_no_path(self):
        password = [("phone_password", "=like", "p%")]
        domains = (
            ("engineering.exchange", [("secret", "=like", "a%")]),
            ("engineering.exchange", [("new_secret", "=like", "a%")]),
            ("engineering.exchange", [("extension_ids.phone_password", "=like", "p%")]),
            ("engineering.exchange", [("extension_ids", "any", password)]),
            ("engineering.extension", password),
            ("engineering.extension", [("exchange_id.secret", "=like", "a%")]),
            ("res.users", [("engineering_extension_ids", "any", password)]),
            ("res.users", [("engineering_phone_password", "=like", "p%")]),
            ("engineering.call", [("exchange_id.secret", "=like", "a%")]),
        )
        for user in self.readers():
            for name, domain in domains:
                model = self.env(user=user)[name]
                for does in (
                    model.search,
                    model.search_count,
                    partial(model.name_search, ""),
                    partial(model.formatted_read_group, aggregates=["__count"]),
                ):
                    with self.subTest(user=user.login, model=name, domain=domain):
                        self.env.invalidate_all()
                        with self.assertRaises(Exception) as raised:
                            does(domain=domain)
                        self.assertIsInstance(raised.exception, (UserError, ValueError))

    def test_secrets_are_read_by_no_path(self):
        phones = {"fields": {"phone_password": {}, "new_phone_password": {}}}
        secrets_ = {"fields": {"secret": {}, "new_secret": {}}}
        for user in self.readers():
            for name, paths, spec in (
                (
                    "engineering.extension",
                    ["exchange_id/secret"],
                    {"exchange_id": secrets_},
                ),
                (
                    "engineering.exchange",
                    [
                        "extension_ids/phone_password",
                        "extension_ids/new_phone_password",
                    ],
                    {"extension_ids": phones},
                ),
                (
                    "res.users",
                    [
                        "engineering_extension_ids/phone_password",
                        "engineering_phone_password",
                    ],
                    {
                        "engineering_extension_ids": phones,
                        "engineering_phone_password": {},
                    },
                ),
            ):
                records = self.env(user=user)[name].search([])
                for does in (
                    *(partial(records.export_data, [path]) for path in paths),
                    partial(records.web_read, spec),
                    partial(records.read, ["display_name"]),
                ):
                    with self.subTest(user=user.login, model=name):
                        told = self.tell(does)
                        self.assertNotIn(SECRET, told)
                        self.assertNotIn(PASSWORD, told)

    def readers(self):
        admin = self.env.ref("base.user_admin")
        return self.manager, self.employee, self.administrator, admin

    def tell(self, does):
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                return str(does())
        except UserError as error:
            return str(error)

    def test_way_of_phoning_is_written_by_no_other(self):
        for user in (self.manager2, self.engineer, self.employee, self.administrator):
            with self.assertRaises(AccessError):
                self.as_(user, self.manager).write({"engineering_phone_way": "desk"})

    # === DIAL ===

    def dial(self, user, number=NUMBER, lead_id=False):
        with patch.object(ari_line.AriLine, "ask") as ask:
            call = self.model("engineering.call", user).dial(number, lead_id)
        return call, ask

    def test_what_is_no_number_is_not_dialled(self):
        for number in (None, 5, [], {}, "", "abc", "+" * 50, "1" * 500, "٣٤٥", "\0"):
            with self.subTest(number=number), self.assertRaises(UserError):
                self.dial(self.manager, number)

    def test_deal_that_is_not_seen_gets_no_call(self):
        lead = self.deal(self.manager2)
        with self.assertRaises(AccessError):
            self.dial(self.manager, NUMBER, lead.id)
        for given in ("x", True, {}, [lead.id]):
            with self.subTest(given=given):
                call, _ask = self.dial(self.manager, "+12025550199", given)
                self.assertNotEqual(
                    self.env["engineering.call"].browse(call).lead_id, lead
                )

    def test_who_has_to_do_with_no_deals_dials(self):
        _call, ask = self.dial(self.employee)
        self.assertEqual(ask.call_args[1]["params"]["extension"], "12025550143")

    def test_call_of_a_deal_that_is_not_seen_is_called_back(self):
        call = self.happen(
            self.told(number=NUMBER, extensions=["103"], direction="in"),
            self.told("ended", 5),
        )
        call.lead_id = self.deal(self.manager2)
        with patch.object(ari_line.AriLine, "ask") as ask:
            self.as_(self.employee, call).action_dial()
        ask.assert_called_once()

    def test_nobody_without_a_phone_dials(self):
        public = self.env.ref("base.public_user")
        for user in (self.engineer, self.leader, public):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.dial(user)

    def test_customers_have_no_telephony(self):
        portal = self.user(
            "portal_of_phones", "base.group_portal", notification_type="email"
        )
        for user in (portal, self.env.ref("base.public_user")):
            env = self.env(user=user)
            for does in (
                env["engineering.extension"].get_phone,
                env["engineering.call"].get_cards,
                partial(env["engineering.call"].dial, NUMBER),
                partial(env["engineering.call"].search, []),
                partial(env["engineering.exchange"].search, []),
                partial(env["engineering.extension"].search, []),
                partial(env["engineering.exchange.link"].search, []),
                partial(
                    env["res.users"].browse(user.id).write,
                    {"engineering_phone_password": "x"},
                ),
            ):
                with self.subTest(user=user.login), self.assertRaises(UserError):
                    does()
