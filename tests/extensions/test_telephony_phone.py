"""How users phone: what their softphones register with is known to them alone."""

import json

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc_telephony.tests.common import TelephonyCase

PASSWORD = "phone-password-of-the-tests"
SECRETS = ("phone_password", "new_phone_password")


class PhoneCase(TelephonyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange.phone_address = "wss://pbx.example.com:8089/ws"
        cls.extension = cls.exchange.extension_ids.filtered(
            lambda one: one.user_id == cls.manager
        )
        cls.extension.new_phone_password = PASSWORD

    def phone(self, user):
        return self.model("engineering.extension", user).get_phone()

    def roles(self):
        """Return a user of each role, and who administers all."""
        return (
            self.manager,
            self.manager2,
            self.sales_head,
            self.engineer,
            self.leader,
            self.administrator,
            self.employee,
            self.env.ref("base.user_admin"),
        )


@tagged("standard", "post_install", "-at_install")
class TestPhonePassword(PhoneCase):
    def test_phone_of_the_user_is_told_to_him_alone(self):
        told = self.phone(self.manager)
        self.assertEqual(told["password"], PASSWORD)
        self.assertEqual((told["login"], told["domain"]), ("101", "pbx.example.com"))
        for user in self.roles():
            if user != self.manager:
                with self.subTest(user=user.login):
                    self.assertNotIn("password", self.phone(user))

    def test_password_is_read_by_nobody(self):
        for user in self.roles():
            extension = self.as_(user, self.extension)
            with self.subTest(user=user.login):
                self.assertTrue(extension.has_phone_password)
                self.assertFalse(extension.new_phone_password)
                self.assertNotIn(PASSWORD, str(extension.read()))
                self.assertNotIn(PASSWORD, str(extension.copy_data()))
                for does in (
                    lambda one=extension: one.read(["phone_password"]),
                    lambda one=extension: one.export_data(["phone_password"]),
                    lambda one=extension: one.search([("phone_password", "=", "x")]),
                    lambda one=extension: one.search([], order="phone_password"),
                    lambda one=extension: one._read_group([], ["phone_password"]),
                ):
                    with self.assertRaises(UserError):
                        does()
                if user.has_group("base.group_allow_export"):
                    exported = extension.export_data(["new_phone_password"])
                    self.assertNotIn(PASSWORD, str(exported))

    def test_password_is_written_by_who_keeps_the_exchange(self):
        self.as_(self.administrator, self.extension).new_phone_password = "another"
        self.assertEqual(self.phone(self.manager)["password"], "another")
        self.as_(self.administrator, self.extension).new_phone_password = ""
        self.assertEqual(self.phone(self.manager)["password"], "another")
        for user in (self.manager, self.manager2, self.engineer, self.sales_head):
            for values in (
                {"new_phone_password": "mine"},
                {"phone_password": "mine"},
                {"phone_login": "mine"},
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    self.as_(user, self.extension).write(values)

    def test_user_writes_his_own_password(self):
        me = self.as_(self.manager, self.manager)
        me.write({"engineering_phone_password": "mine"})
        self.assertEqual(self.phone(self.manager)["password"], "mine")
        self.assertFalse(me.engineering_phone_password)
        with self.assertRaises(AccessError):
            self.as_(self.manager2, self.manager).write(
                {"engineering_phone_password": "his"}
            )
        admin = self.env.ref("base.user_admin")
        with self.assertRaises(AccessError):
            self.as_(admin, self.manager).engineering_phone_password = "his"
        with self.assertRaises(UserError):
            self.as_(self.engineer, self.engineer).engineering_phone_password = "his"

    def test_password_is_no_book(self):
        me = self.as_(self.manager, self.manager)
        with self.assertRaisesRegex(UserError, "“Password of Softphone” is too long"):
            me.write({"engineering_phone_password": "p" * 1_000_000})
        self.assertEqual(self.phone(self.manager)["password"], PASSWORD)

    def test_copy_of_an_exchange_has_no_passwords(self):
        self.exchange.copy()
        extensions = self.env["engineering.extension"].search([])
        self.assertEqual(extensions.filtered("has_phone_password"), self.extension)


@tagged("standard", "post_install", "-at_install")
class TestPhone(PhoneCase):
    def test_phone_tells_what_it_waits_for(self):
        self.assertEqual(self.phone(self.engineer), {"missing": "extension"})
        self.assertEqual(self.phone(self.manager2), {"missing": "password"})
        self.exchange.phone_address = False
        self.assertEqual(self.phone(self.manager), {"missing": "address"})
        self.exchange.active = False
        self.assertEqual(self.phone(self.manager), {"missing": "extension"})

    def test_phone_asks_where_it_registers(self):
        self.extension.phone_login = "web101"
        self.exchange.write(
            {"phone_domain": "office.example.com", "phone_stun": "stun:s.example.com"}
        )
        told = self.phone(self.manager)
        self.assertEqual(
            (told["login"], told["domain"], told["stun"]),
            ("web101", "office.example.com", "stun:s.example.com"),
        )

    def test_address_is_a_websocket(self):
        for address in ("https://pbx.example.com", "pbx.example.com", "wss://", "ws:x"):
            with self.subTest(address=address), self.assertRaises(ValidationError):
                self.exchange.phone_address = address
        with self.assertRaises(ValidationError):
            self.exchange.phone_stun = "stun.example.com"

    def test_way_of_dialling_is_the_users_own(self):
        me = self.as_(self.manager, self.manager)
        self.assertEqual(me.engineering_phone_way, "device")
        me.write({"engineering_phone_way": "softphone"})
        settings = self.env["res.users.settings"]._find_or_create_for_user(self.manager)
        told = settings._res_users_settings_format()
        self.assertEqual(told["engineering_phone_way"], "softphone")
        with self.assertRaises(AccessError):
            self.as_(self.manager2, self.manager).write(
                {"engineering_phone_way": "desk"}
            )

    def test_card_tells_which_engineer_has_an_extension(self):
        lead = self.taken().lead_id
        self.exchange.extension_ids = [
            (0, 0, {"number": "104", "user_id": self.engineer.id})
        ]
        self.ring()
        (card,) = self.model("engineering.call", self.manager).get_cards()
        (deal,) = card["deals"]
        self.assertEqual(deal["id"], lead.id)
        self.assertEqual(deal["engineers"], [{"name": "Engineer", "extension": "104"}])


@tagged("standard", "post_install", "-at_install")
class TestPhoneOverHttp(PhoneCase, HttpCase):
    def test_session_and_page_hold_no_password(self):
        self.authenticate(self.manager.login, self.manager.login)
        page = self.url_open("/odoo").text
        self.assertIn("user_settings", page)
        self.assertNotIn(PASSWORD, page)
        self.assertNotIn("jssip", page.lower())

    def test_other_users_ask_for_their_own_phone_over_rpc(self):
        for user in (self.manager2, self.administrator):
            self.authenticate(user.login, user.login)
            answer = self.url_open(
                "/web/dataset/call_kw",
                data=json.dumps(
                    {
                        "params": {
                            "model": "engineering.extension",
                            "method": "get_phone",
                            "args": [],
                            "kwargs": {"context": {"uid": self.manager.id}},
                        }
                    }
                ),
                headers={"Content-Type": "application/json"},
            )
            self.assertNotIn(PASSWORD, answer.text)
