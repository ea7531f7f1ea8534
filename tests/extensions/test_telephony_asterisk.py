"""An Asterisk: its line, calls that are asked of it, what is kept of what it told."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc_telephony.connector.ari_line import (
    ADDRESS,
    PASSWORD,
    AriLine,
    LineError,
)
from odoo.addons.crm_engineering_calc_telephony.tests.common import (
    NUMBER,
    TelephonyCase,
)

STORED = "http://asterisk.example:8088/ari/recordings/stored/call-1/file"


class AsteriskCase(TelephonyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange.write(
            {
                "driver": "asterisk",
                "ari_address": "http://asterisk.example:8088",
                "ari_user": "odoo",
                "new_secret": "short",
            }
        )

    def setUp(self):
        super().setUp()
        self.asked = []
        self.startPatcher(patch.object(AriLine, "ask", self.answer))

    def answer(self, method, path, missing=None, **kwargs):
        self.asked.append((method, path, kwargs.get("params")))

    def refuse(self, reason):
        def ask(*args, **kwargs):
            raise LineError(reason)

        self.startPatcher(patch.object(AriLine, "ask", ask))

    def calls_of(self, user):
        return self.env["engineering.call"].with_user(user)

    @property
    def link(self):
        return self.env["engineering.exchange.link"]._of(self.exchange.id)


@tagged("standard", "post_install", "-at_install")
class TestDial(AsteriskCase):
    def test_own_phone_rings_then_the_number_is_dialled(self):
        lead = self.deal()
        call = self.calls_of(self.manager).browse(
            self.calls_of(self.manager).dial(NUMBER, lead.id)
        )
        ((method, path, params),) = self.asked
        self.assertEqual((method, path), ("POST", "channels"))
        self.assertEqual(
            (params["endpoint"], params["extension"], params["context"]),
            ("PJSIP/101", "12025550143", "from-internal"),
        )
        self.assertEqual(params["channelId"], call.external_id)
        self.assertEqual(
            (call.direction, call.result, call.user_id, call.lead_id),
            ("out", "ringing", self.manager, lead),
        )
        self.assertEqual(call.number_normalized, NUMBER)

    def test_numbers_are_dialled_as_the_exchange_wants(self):
        for form, number, dialled in (
            ("national", NUMBER, "12025550143"),
            ("digits", NUMBER, "12025550143"),
            ("plus", "(202) 555-0143", NUMBER),
            ("national", "+7 495 123-45-67", "01174951234567"),
            ("national", "102", "102"),
        ):
            self.exchange.dial_format = form
            self.assertEqual(self.exchange._to_dialled(number), dialled, (form, number))

    def test_a_device_of_another_name_is_rung(self):
        self.exchange.extension_ids.filtered(
            lambda one: one.number == "101"
        ).device = "PJSIP/desk-7"
        self.calls_of(self.manager).dial(NUMBER)
        self.assertEqual(self.asked[0][2]["endpoint"], "PJSIP/desk-7")

    def test_who_has_no_phone_or_no_number_is_told_so(self):
        calls = self.calls_of(self.manager)
        for number in ("", "none", None, "<b>"):
            self.assert_told("is no number", lambda n=number: calls.dial(n))
        self.assert_told("no phone", lambda: self.calls_of(self.engineer).dial(NUMBER))
        self.exchange.driver = "webhook"
        self.assert_told("no phone", lambda: calls.dial(NUMBER))
        self.assertFalse(self.asked)

    def test_a_deal_that_is_not_seen_is_not_called_from(self):
        lead = self.deal().with_user(self.env.user)
        lead.sudo().write({"user_id": self.manager2.id})
        with self.assertRaises(AccessError):
            self.calls_of(self.manager).dial(NUMBER, lead.id)

    def test_what_the_exchange_refuses_is_no_call(self):
        for reason, told in ((PASSWORD, "password"), (ADDRESS, "does not ring")):
            self.refuse(reason)
            before = self.env["engineering.call"].search_count([])
            self.assert_told(told, lambda: self.calls_of(self.manager).dial(NUMBER))
            self.assertEqual(self.env["engineering.call"].search_count([]), before)

    def assert_told(self, words, do):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            do()

    def deal(self):
        return (
            self.env["crm.lead"]
            .with_user(self.manager)
            .create({"name": "Lift", "partner_id": self.customer.id})
        )


@tagged("standard", "post_install", "-at_install")
class TestLine(AsteriskCase):
    def test_the_form_tells_how_the_line_is(self):
        exchange = self.exchange
        self.assertEqual(exchange.connection, "silent")
        self.link._note_connected()
        self.env.invalidate_all()
        self.assertEqual(exchange.connection, "working")
        self.assertFalse(exchange.gap_since)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=5)):
            self.env.invalidate_all()
            self.assertEqual(exchange.connection, "idle")
            self.link._note_lost(PASSWORD)
            self.env.invalidate_all()
            self.assertEqual(
                (exchange.connection, exchange.connection_problem), ("lost", PASSWORD)
            )
            self.assertTrue(exchange.gap_since)
            self.assertFalse(exchange.gap_until)
            self.link._note_connected()
            self.env.invalidate_all()
            self.assertEqual(exchange.connection, "working")
            self.assertTrue(exchange.gap_until)

    def test_calls_that_are_gone_meanwhile_end(self):
        self.ring(call="gone", second=-60)
        self.ring(call="stays", second=-60)
        self.ring(call="begins")
        self.exchange._end_unheard({"stays"})
        self.assertEqual(self.call("gone").result, "missed")
        self.assertEqual(self.call("stays").result, "ringing")
        self.assertEqual(self.call("begins").result, "ringing")

    def test_what_is_needed_is_asked_for(self):
        for values in (
            {"ari_address": "ftp://asterisk"},
            {"ari_address": "http://odoo:secret@asterisk:8088"},
            {"ari_address": False},
            {"ari_user": False},
            {"dial_context": False},
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.exchange.write(values)

    def test_the_line_is_of_administrators(self):
        self.link._note_connected()
        links = self.env["engineering.exchange.link"]
        with self.assertRaises(AccessError):
            links.with_user(self.manager).search([])
        self.assertTrue(links.with_user(self.administrator).search([]))


@tagged("standard", "post_install", "-at_install")
class TestKept(AsteriskCase):
    def test_what_was_told_is_forgotten_and_the_call_remains(self):
        self.talk()
        self.miss(call="new")
        with freeze_time(fields.Datetime.now() + timedelta(days=91)):
            self.ring(call="late", second=91 * 86400)
            self.env["engineering.call"]._gc_told()
        left = self.env["engineering.call.event"].search(
            [("exchange_id", "=", self.exchange.id)]
        )
        self.assertEqual(set(left.mapped("call_key")), {"late"})
        call = self.happen(self.told("recording", 70, recording=STORED))
        self.assertEqual((call.result, call.duration), ("answered", 60))

    def test_call_back_follows_the_deal_to_its_manager(self):
        lead = (
            self.env["crm.lead"]
            .with_user(self.manager)
            .create({"name": "Lift", "partner_id": self.customer.id})
        )
        call = self.miss()
        self.assertEqual((call.lead_id, call.callback_user_id), (lead, self.manager))
        lead.with_user(self.sales_head).user_id = self.manager2
        self.assertEqual(call.callback_user_id, self.manager2)
        self.assertEqual(call.callback_activity_id.user_id, self.manager2)
        self.talk(call="back", second=120)
        lead.with_user(self.sales_head).user_id = self.manager
        self.assertEqual(call.callback_user_id, self.manager2)

    def test_talk_is_shown_as_a_clock(self):
        call = self.talk()
        self.assertEqual((call.talk, call.waited), ("1:00", "0:05"))


@tagged("standard", "post_install", "-at_install")
class TestPlayed(AsteriskCase, HttpCase):
    def test_recording_is_played_to_who_sees_the_call(self):
        self.talk()
        call = self.happen(self.told("recording", 70, recording=STORED))
        self.assertIn(f"/engineering/call/{call.id}/recording", call.recording)

        class Sound:
            headers = {"Content-Type": "audio/wav", "Content-Length": "4"}

            def iter_content(self, size):
                return iter([b"RIFF"])

            def close(self):
                pass

        self.startPatcher(patch.object(AriLine, "fetch", lambda line, address: Sound()))
        self.authenticate(self.manager.login, self.manager.login)
        answer = self.url_open(f"/engineering/call/{call.id}/recording")
        self.assertEqual((answer.status_code, answer.content), (200, b"RIFF"))
        self.authenticate(self.manager2.login, self.manager2.login)
        answer = self.url_open(f"/engineering/call/{call.id}/recording")
        self.assertEqual(answer.status_code, 404)

    def test_a_page_is_no_recording(self):
        self.talk()
        call = self.happen(self.told("recording", 70, recording=STORED))

        class Page:
            headers = {"Content-Type": "text/html", "Content-Length": "4"}

            def close(self):
                pass

        self.startPatcher(patch.object(AriLine, "fetch", lambda line, address: Page()))
        self.authenticate(self.manager.login, self.manager.login)
        answer = self.url_open(f"/engineering/call/{call.id}/recording")
        self.assertEqual(answer.status_code, 404)
