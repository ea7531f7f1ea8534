"""Calls that nobody heard are fetched from the records of Asterisk, once and right."""

import csv
import json
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time
from test_telephony_webhook import WebhookCase

from odoo import fields
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc_telephony.connector.ari_line import AriLine
from odoo.addons.crm_engineering_calc_telephony.telephony.ari import AriReader

RECORDINGS = Path(__file__).parents[1] / "domain" / "asterisk"
PASSWORD = "a-password-of-ari"


@tagged("standard", "post_install", "-at_install")
class TestRecords(WebhookCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange.write(
            {
                "driver": "asterisk",
                "ari_address": "http://asterisk.example:8088",
                "ari_user": "odoo",
                "new_secret": PASSWORD,
                "country_id": cls.env.ref("base.ru").id,
            }
        )

    def records(self, name):
        """Return the records of a call, as if it were just over."""
        with (RECORDINGS / f"{name}.csv").open(newline="") as file:
            rows = list(csv.reader(file))
        ahead = fields.Datetime.now().timestamp() - max(float(row[1]) for row in rows)
        return [[row[0], str(float(row[1]) + ahead), *row[2:]] for row in rows]

    def heard(self, name):
        reader = AriReader(self.exchange._get_driver()._get_places(self.exchange))
        lines = (RECORDINGS / f"{name}.jsonl").read_text().splitlines()
        return [event for line in lines for event in reader.hear(json.loads(line))]

    def fetch(self, rows, **kwargs):
        """Let records come; return the answer, and the calls."""
        answer = self.send(
            {"records": rows}, secret=PASSWORD, path="/records", **kwargs
        )
        events = self.env["engineering.call.event"].browse(self.kept)
        self.kept.clear()
        events._settle()
        self.env.invalidate_all()
        return answer, events

    def calls(self):
        return self.env["engineering.call"].search(
            [("exchange_id", "=", self.exchange.id)]
        )

    def test_a_call_that_was_missed_is_to_be_called_back(self):
        answer, _events = self.fetch(self.records("in_missed"))
        self.assertEqual(answer.status_code, 202)
        call = self.calls()
        self.assertEqual(
            (call.direction, call.result, call.number_normalized),
            ("in", "missed", "+79161234567"),
        )
        self.assertEqual(call.rang_user_ids, self.employee)
        self.assertEqual(call.callback_activity_id.user_id, self.sales_head)

    def test_a_call_that_was_answered_tells_who_talked_and_how_long(self):
        self.fetch(self.records("in_answered"))
        call = self.calls()
        self.assertEqual((call.result, call.user_id), ("answered", self.manager))
        self.assertTrue(5 <= call.duration <= 7)
        self.assertEqual(call.answered - call.started, timedelta(seconds=2))

    def test_what_was_heard_is_not_told_again(self):
        for event in self.heard("in_queue"):
            self.exchange._receive(event)._settle()
        self.env.invalidate_all()
        before = self.calls().read()
        answer, _events = self.fetch(self.records("in_queue"))
        self.assertEqual(answer.json(), {"status": "kept", "count": 0})
        self.assertEqual(self.calls().read(), before)

    def test_what_was_heard_in_part_ends_as_it_did(self):
        for event in self.heard("in_answered")[:2]:
            self.exchange._receive(event)._settle()
        self.exchange._end_unheard(set())
        self.env.invalidate_all()
        call = self.calls()
        self.assertEqual(call.result, "missed")
        to_do = call.callback_activity_id
        self.assertTrue(to_do)
        rows = self.records("in_answered")
        first = float(rows[0][1])
        moved = [
            [row[0], str(float(row[1]) - first + call.started.timestamp()), *row[2:]]
            for row in rows
        ]
        with freeze_time(call.started + timedelta(minutes=5)):
            self.exchange._receive_recorded(
                self.exchange._get_driver()._read_records(self.exchange, moved)
            )._settle()
        self.env.invalidate_all()
        self.assertEqual((call.result, call.user_id), ("answered", self.manager))
        self.assertFalse(to_do.exists())

    def test_what_is_sent_twice_is_one_call(self):
        rows = self.records("in_transfer_attended")
        self.fetch(rows)
        call = self.calls()
        answer, _events = self.fetch(rows)
        self.assertEqual(answer.json()["count"], 0)
        self.assertEqual(self.calls(), call)

    def test_what_is_long_ago_is_passed_over(self):
        rows = [
            [row[0], str(float(row[1]) - 8 * 86400), *row[2:]]
            for row in self.records("in_missed")
        ]
        answer, _events = self.fetch(rows)
        self.assertEqual(answer.json()["count"], 0)
        self.assertFalse(self.calls())

    def test_the_form_tells_that_the_gap_is_closed(self):
        link = self.env["engineering.exchange.link"]._of(self.exchange.id)
        now = fields.Datetime.now()
        link.write(
            {
                "is_connected": True,
                "seen": now,
                "gap_since": now - timedelta(hours=1),
                "gap_until": now - timedelta(minutes=1),
            }
        )
        self.assertTrue(self.exchange.gap_since)
        self.fetch([])
        self.assertFalse(self.exchange.gap_since)
        self.assertTrue(self.exchange.calls_fetched)

    def test_what_is_no_record_or_not_signed_is_refused(self):
        rows = self.records("in_missed")
        told = {"records": rows}
        answer = self.send(told, secret="another-secret-0001", path="/records")
        self.assert_refused(answer, 401, "signature")
        for bad in (None, "rows", [["CHAN_START"]], {"a": 1}):
            answer, _events = self.fetch(bad)
            self.assert_refused(answer, 422, "invalid")
        for bad in ([], "text", 5):
            answer = self.send(bad, secret=PASSWORD, path="/records")
            self.assert_refused(answer, 422, "invalid")
        self.exchange.write({"driver": "webhook", "new_secret": PASSWORD})
        answer, _events = self.fetch(rows)
        self.assert_refused(answer, 422, "invalid")
        self.assertFalse(self.calls())

    def test_the_recording_of_what_was_fetched_is_found(self):
        def ask(_line, method, path, missing=None, **_kwargs):
            return object() if path.startswith("recordings/stored/") else missing

        _answer, events = self.fetch(self.records("in_recorded"))
        with patch.object(AriLine, "ask", ask):
            events._find_recordings()._settle()
        self.env.invalidate_all()
        call = self.calls()
        self.assertEqual(
            call.recording_url,
            "http://asterisk.example:8088/ari/recordings/stored/"
            f"{call.external_id}/file",
        )
