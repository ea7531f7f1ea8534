"""What is dialled in a deal is its call; recordings are heard in parts, and deleted."""

from unittest.mock import patch

from test_telephony_asterisk import STORED, AsteriskCase

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc_telephony.connector.ari_line import (
    ADDRESS,
    AriLine,
)
from odoo.addons.crm_engineering_calc_telephony.tests.common import NUMBER

WAVE = bytes(range(100))


class Sound:
    def __init__(self):
        self.headers = {"Content-Type": "audio/wav", "Content-Length": str(len(WAVE))}

    def iter_content(self, size):
        return iter([WAVE[:30], WAVE[30:]])

    def close(self):
        pass


@tagged("standard", "post_install", "-at_install")
class TestJoined(AsteriskCase):
    def lead(self, user, name):
        values = {"name": name, "partner_id": self.customer.id, "user_id": user.id}
        return self.env["crm.lead"].with_user(user).create(values)

    def dialled(self, call="call-1", **values):
        return self.ring(call=call, direction="out", **values).with_user(self.manager)

    def test_call_is_of_the_deal_that_it_was_dialled_in(self):
        older, newer = (self.lead(self.manager, name) for name in ("Lift", "Roof"))
        call = self.dialled()
        self.assertEqual(call.lead_id, newer)
        self.assertTrue(call.join_deal("(202) 555-0143", older.id))
        self.assertEqual(call.lead_id, older)

    def test_another_call_is_not_taken(self):
        lead = self.lead(self.manager, "Lift")
        other = self.lead(self.manager, "Roof")
        call = self.dialled()
        for number in ("+1 202 555 0144", "", None, "102"):
            self.assertFalse(call.join_deal(number, lead.id), number)
        self.assertFalse(call.join_deal(NUMBER, False))
        incoming = self.ring(call="in").with_user(self.manager)
        self.assertFalse(incoming.join_deal(NUMBER, lead.id))
        self.assertEqual(call.lead_id, other)

    def test_nobody_takes_a_call_or_a_deal_of_others(self):
        foreign = self.lead(self.manager2, "Roof")
        call = self.dialled()
        with self.assertRaises(AccessError):
            call.join_deal(NUMBER, foreign.id)
        unknown = self.dialled(call="unknown", number="+1 202 555 0199")
        with self.assertRaises(AccessError):
            unknown.with_user(self.manager2).join_deal(NUMBER, foreign.id)

    def test_a_number_within_the_exchange_is_compared_as_it_is_dialled(self):
        lead = self.lead(self.manager, "Lift")
        call = self.dialled(number="999")
        self.assertFalse(call.join_deal("998", lead.id))
        self.assertTrue(call.join_deal("999", lead.id))

    def test_where_the_exchange_is_reached_is_for_administrators(self):
        exchange = self.exchange.with_user(self.manager)
        self.assertTrue(exchange.name)
        for name in ("ari_address", "ari_user"):
            with self.assertRaises(AccessError):
                exchange.read([name])
        self.assertTrue(self.exchange.with_user(self.administrator).ari_address)
        self.assertTrue(self.calls_of(self.manager).dial(NUMBER))


@tagged("standard", "post_install", "-at_install")
class TestDeleted(AsteriskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange.write({"deletes_recordings": True, "recording_days": 10})

    def recorded(self):
        self.talk(second=-11 * 86400)
        return self.happen(self.told("recording", -11 * 86400 + 70, recording=STORED))

    def run_it(self):
        self.link._note_connected()
        self.run_job("ir_cron_recordings")

    def test_recording_is_deleted_where_it_lies(self):
        call = self.recorded()
        self.run_it()
        self.assertFalse(call.recording_url)
        self.assertEqual(
            self.asked, [("DELETE", "recordings/stored/call-1", None)], self.asked
        )

    def test_recording_that_is_not_reached_is_not_forgotten(self):
        call = self.recorded()
        self.refuse(ADDRESS)
        self.run_it()
        self.assertEqual(call.recording_url, STORED)

    def test_nothing_is_asked_of_an_exchange_that_is_away(self):
        call = self.recorded()
        self.link._note_lost(ADDRESS)
        self.run_job("ir_cron_recordings")
        self.assertEqual((call.recording_url, self.asked), (STORED, []))

    def test_link_alone_is_forgotten_where_files_are_kept(self):
        self.exchange.deletes_recordings = False
        call = self.recorded()
        self.run_it()
        self.assertEqual((call.recording_url, self.asked), (False, []))


@tagged("standard", "post_install", "-at_install")
class TestHeardInParts(AsteriskCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(AriLine, "fetch", lambda *_args: Sound()))
        self.talk()
        self.recording = self.happen(self.told("recording", 70, recording=STORED))
        self.authenticate(self.manager.login, self.manager.login)

    def hear(self, part):
        return self.url_open(
            f"/engineering/call/{self.recording.id}/recording", headers={"Range": part}
        )

    def test_a_part_is_given_to_who_asks_for_it(self):
        for part, told in (
            ("bytes=0-3", WAVE[:4]),
            ("bytes=20-59", WAVE[20:60]),
            ("bytes=90-", WAVE[90:]),
        ):
            answer = self.hear(part)
            self.assertEqual((answer.status_code, answer.content), (206, told), part)
            self.assertEqual(answer.headers["Content-Length"], str(len(told)))

    def test_a_part_that_is_not_there_is_refused(self):
        self.assertEqual(self.hear("bytes=100-").status_code, 416)

    def test_the_whole_says_that_it_can_be_had_in_parts(self):
        answer = self.url_open(f"/engineering/call/{self.recording.id}/recording")
        self.assertEqual((answer.status_code, answer.content), (200, WAVE))
        self.assertEqual(answer.headers["Accept-Ranges"], "bytes")


@tagged("standard", "post_install", "-at_install")
class TestWhereRecordingsAre(AsteriskCase):
    def test_the_password_goes_to_recordings_alone(self):
        line = self.exchange._get_driver()._get_line(self.exchange)
        self.assertTrue(line.is_mine(STORED))
        base = "http://asterisk.example:8088/ari"
        for address in (
            f"{base}/asterisk/info",
            f"{base}/recordings/stored/../../asterisk/info/file",
            f"{base}/recordings/stored/../file",
            f"{base}/recordings/stored/%2e%2E/file",
            f"{base}/recordings/stored/a/../file",
            f"{base}/recordings/stored/a?b/file",
            f"{base}/recordings/stored/a/file?api_key=x",
            "http://asterisk.example:8088.thief.example/ari/recordings/stored/a/file",
        ):
            self.assertFalse(line.is_mine(address), address)
