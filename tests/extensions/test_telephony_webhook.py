"""The address for events over HTTP: what is signed, timely and new is taken at once."""

import time
from unittest.mock import patch

from werkzeug.test import create_environ

from odoo.http import Response
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc_telephony.controllers import telephony
from odoo.addons.crm_engineering_calc_telephony.telephony.events import CallEvent
from odoo.addons.crm_engineering_calc_telephony.telephony.signature import sign
from odoo.addons.crm_engineering_calc_telephony.tests.common import (
    NUMBER,
    SECRET,
    TelephonyCase,
)

# What it is without the tests' own.
SETTLE_AFTER = telephony.settle_after


class WebhookCase(TelephonyCase, HttpCase):
    def setUp(self):
        super().setUp()
        # What follows the answer has a transaction of its own: here the test does it.
        self.kept = []
        self.startPatcher(
            patch.object(
                telephony,
                "settle_after",
                lambda response, events, do=None: self.kept.extend(events.ids),
            )
        )

    def settle(self):
        """Do what follows the answers; return the call."""
        events = self.env["engineering.call.event"].browse(self.kept)
        self.kept.clear()
        events._settle()
        self.env.invalidate_all()
        return self.call()

    def send(self, told, secret=SECRET, moment=None, mark=None, path="", **headers):
        """Send what an exchange tells; return the answer."""
        body = self.body(told)
        moment = str(int(time.time())) if moment is None else moment
        return self.url_open(
            f"/engineering/telephony/{mark or self.exchange.mark}{path}",
            data=body,
            headers={
                telephony.MOMENT: moment,
                telephony.SIGNATURE: sign(secret, moment, body),
                "Content-Type": "application/json",
                **headers,
            },
        )

    def events(self):
        return self.env["engineering.call.event"].search(
            [("exchange_id", "=", self.exchange.id)]
        )

    def assert_refused(self, answer, status, code):
        self.assertEqual(
            (answer.status_code, answer.json()["error"]["code"]), (status, code)
        )
        return answer.json()["error"]


@tagged("standard", "post_install", "-at_install")
class TestWebhook(WebhookCase):
    def test_event_is_kept_and_its_call_settled_after(self):
        answer = self.send(self.told(direction="in", number=NUMBER, extensions=["101"]))
        self.assertEqual((answer.status_code, answer.json()), (202, {"status": "kept"}))
        self.assertFalse(self.call())
        self.assertEqual(len(self.events()), 1)
        self.assertEqual(self.settle().result, "ringing")
        self.assertEqual(self.exchange.connection, "working")

    def test_call_is_settled_though_nobody_closes_the_answer(self):
        event = self.exchange._receive(CallEvent.model_validate(self.told()))
        settled = self.startPatcher(patch.object(telephony, "settle"))
        response = Response(b"kept")
        SETTLE_AFTER(response, event)
        headers = {}
        answer = iter(
            response(create_environ(), lambda status, told: headers.update(told))
        )
        self.assertEqual(next(answer), b"kept")
        self.assertEqual(headers["Content-Length"], "4")
        settled.assert_not_called()
        self.assertFalse(list(answer))
        settled.assert_called_once_with(self.env.cr.dbname, event.ids)

    def test_what_is_not_signed_is_refused(self):
        told = self.told()
        now = str(int(time.time()))
        old, future = str(int(time.time()) - 301), str(int(time.time()) + 310)
        for sent in (
            {"secret": "another-secret-0000000"},
            {"mark": "0" * 16},
            {"mark": "%00"},
            {"moment": old},
            {"moment": future},
            {"moment": "now"},
            {"moment": ""},
            {telephony.SIGNATURE: ""},
            {telephony.SIGNATURE: "ы".encode().decode("latin-1")},
            {telephony.SIGNATURE: sign(SECRET, now, b"other")},
        ):
            with self.subTest(sent=sent):
                self.assert_refused(self.send(told, **sent), 401, "signature")
        self.assertFalse(self.events())

    def test_exchange_without_a_secret_takes_nothing(self):
        self.exchange.sudo().secret = False
        for secret in ("", "no exchange has this secret"):
            answer = self.send(self.told(), secret=secret)
            self.assert_refused(answer, 401, "signature")

    def test_archived_exchange_takes_nothing(self):
        self.exchange.active = False
        self.assert_refused(self.send(self.told()), 401, "signature")

    def test_replay_is_refused(self):
        told, moment = self.told(direction="in", number=NUMBER), str(int(time.time()))
        self.assertEqual(self.send(told, moment=moment).status_code, 202)
        self.assert_refused(self.send(told, moment=moment), 409, "repeated")
        self.assert_refused(self.send(told), 409, "repeated")
        self.assertEqual(len(self.events()), 1)

    def test_same_event_of_another_exchange_is_another(self):
        other = self.exchange.copy({"new_secret": "another-secret-0000000"})
        self.assertEqual(self.send(self.told()).status_code, 202)
        answer = self.send(
            self.told(), mark=other.mark, secret="another-secret-0000000"
        )
        self.assertEqual(answer.status_code, 202)

    def test_out_of_order_and_doubled(self):
        events = [
            self.told("recording", 70, recording="https://example.com/1.mp3"),
            self.told("ended", 65),
            self.told("answered", 5, extensions=["102"]),
            self.told("ringing", direction="in", number=NUMBER, extensions=["101"]),
        ]
        for event in events:
            self.assertEqual(self.send(event).status_code, 202)
            self.assertEqual(self.send(event).status_code, 409)
            call = self.settle()
        self.assertEqual((call.result, call.duration), ("answered", 60))
        self.assertEqual((call.user_id, call.number), (self.manager2, NUMBER))

    def test_what_is_no_event_is_refused(self):
        self.assert_refused(self.send(b"{"), 400, "json")
        self.assert_refused(self.send(b"[" * 5000), 400, "json")
        for told in ([], {}, self.told("lost"), self.told(unknown=1)):
            self.assert_refused(self.send(told), 422, "invalid")
        error = self.assert_refused(self.send(self.told(time="now")), 422, "invalid")
        self.assertEqual([field["field"] for field in error["fields"]], ["time"])
        self.assertFalse(self.events())

    def test_too_much_is_refused(self):
        answer = self.send(self.told(queue="x" * telephony.MOST_BYTES))
        self.assertEqual(answer.status_code, 413)

    def test_500_ringing_events_lose_none(self):
        began = time.monotonic()
        for number in range(500):
            answer = self.send(
                self.told(
                    call=f"many-{number}",
                    direction="in",
                    number=NUMBER,
                    extensions=["101"],
                )
            )
            self.assertEqual(answer.status_code, 202)
        self.assertLess(time.monotonic() - began, 60)
        self.settle()
        calls = self.env["engineering.call"].search(
            [("exchange_id", "=", self.exchange.id), ("result", "=", "ringing")]
        )
        self.assertEqual(len(calls), 500)
        self.assertTrue(all(self.events().mapped("is_settled")))


@tagged("standard", "post_install", "-at_install")
class TestRouting(WebhookCase):
    def ask(self, number=NUMBER, **sent):
        return self.send({"number": number}, path="/route", **sent)

    def test_manager_of_the_open_deal_is_rung_first(self):
        self.deal()
        self.assertEqual(self.ask("202 555 0143").json(), {"extension": "101"})
        self.deal(self.manager2)
        self.assertEqual(self.ask().json(), {"extension": "102"})

    def test_nobody(self):
        self.assertEqual(self.ask().json(), {"extension": ""})
        for number in ("", "anonymous", "102", "x" * 1000):
            self.assertEqual(self.ask(number).json(), {"extension": ""})

    def test_only_who_signs_is_told(self):
        self.assert_refused(self.ask(secret="x" * 20), 401, "signature")
        self.assert_refused(self.ask(moment="1"), 401, "signature")
        self.assert_refused(self.send(b"x", path="/route"), 400, "json")
        for told in ([], {}, {"number": 1}, {"number": "1\0"}):
            self.assert_refused(self.send(told, path="/route"), 422, "invalid")
