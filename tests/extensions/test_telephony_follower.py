"""Many calls at once: what is at hand is heard together, who is rung comes first."""

import json
from contextlib import contextmanager
from datetime import datetime, timezone
from threading import Event
from unittest.mock import MagicMock, patch

import websocket

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc_telephony.connector import intake
from odoo.addons.crm_engineering_calc_telephony.connector.ari_line import (
    MOST_AT_ONCE,
    Ear,
    LineError,
)
from odoo.addons.crm_engineering_calc_telephony.connector.follower import Follower
from odoo.addons.crm_engineering_calc_telephony.telephony.events import CallEvent

TEXT = websocket.ABNF.OPCODE_TEXT
PONG = websocket.ABNF.OPCODE_PONG
CLOSE = websocket.ABNF.OPCODE_CLOSE
FOLLOWER = "odoo.addons.crm_engineering_calc_telephony.connector.follower"
INTAKE = "odoo.addons.crm_engineering_calc_telephony.connector.intake"


class Socket:
    """Gives frames, as long as it has some."""

    def __init__(self, *frames):
        self.frames = list(frames)
        self.waited = []

    def settimeout(self, within):
        self.waited.append(within)

    def recv_data(self, control_frame):
        if not self.frames:
            raise websocket.WebSocketTimeoutException
        return self.frames.pop(0)


def say(number):
    return TEXT, json.dumps({"number": number}).encode()


@tagged("standard", "post_install", "-at_install")
class TestEar(TransactionCase):
    def hear(self, ear, **how):
        return [told["number"] for told in ear.hear(**how)]

    def test_what_is_at_hand_is_heard_together(self):
        ear = Ear(Socket(say(1), (PONG, b""), say(2)))
        self.assertEqual(self.hear(ear), [1, 2])
        self.assertEqual(self.hear(ear), [])

    def test_who_has_something_to_do_does_not_wait(self):
        socket = Socket()
        self.assertEqual(self.hear(Ear(socket), waits=False), [])
        self.assertLess(max(socket.waited), 0.1)

    def test_who_talks_on_and_on_is_interrupted(self):
        ear = Ear(Socket(*map(say, range(MOST_AT_ONCE + 1))))
        self.assertEqual(self.hear(ear), list(range(MOST_AT_ONCE)))
        self.assertEqual(self.hear(ear), [MOST_AT_ONCE])

    def test_what_was_told_before_the_end_counts(self):
        ear = Ear(Socket(say(1), (CLOSE, b""), (CLOSE, b"")))
        self.assertEqual(self.hear(ear), [1])
        with self.assertRaises(LineError):
            ear.hear()


@tagged("standard", "post_install", "-at_install")
class TestFollower(TransactionCase):
    def setUp(self):
        super().setUp()
        self.settled = []
        self.follower = Follower(self.env.cr.dbname, 0, Event())
        self.startPatcher(
            patch(f"{INTAKE}.keep", lambda db, exchange, events: enumerate(events, 1))
        )
        self.startPatcher(
            patch(f"{INTAKE}.settle", lambda db, ids: self.settled.append(ids))
        )

    def tell(self, *kinds):
        self.follower._take(
            [
                CallEvent(
                    id=f"{kind}-{place}",
                    call=str(place),
                    type=kind,
                    time=datetime.now(timezone.utc),
                )
                for place, kind in enumerate(kinds, 1)
            ]
        )

    def test_who_is_rung_is_told_before_what_is_over(self):
        self.tell("ended", "ended", "ringing", "answered", "ended")
        self.follower._hand_on()
        self.assertEqual(self.settled, [[3, 4], [1]])
        self.follower._hand_on()
        self.assertEqual(self.settled[2:], [[2, 5]])
        self.follower._hand_on()
        self.assertEqual(len(self.settled), 3)

    def test_one_transaction_takes_few(self):
        self.tell(*["ringing"] * 25)
        self.follower._hand_on()
        self.assertEqual(self.settled, [list(range(1, 11))])
        self.follower._settle_all()
        self.assertEqual(sum(map(len, self.settled)), 25)

    def test_what_began_a_moment_before_is_looked_for_again_once_nothing_waits(self):
        env, line, looks = MagicMock(), MagicMock(), []
        look = env["engineering.exchange"].browse.return_value._end_unheard
        line.get_channels.return_value = line.get_bridges.return_value = []

        def hear(waits):
            looks.append(look.call_count)
            if len(looks) == 1:
                self.tell(*["ended"] * 7)
            if len(looks) == 4:
                self.follower._stop_asked.set()
            return []

        @contextmanager
        def listen(app):
            yield hear

        line.listen = listen
        self.startPatcher(patch(f"{FOLLOWER}.BEATS_EVERY", 0))
        self.startPatcher(patch(f"{INTAKE}.in_transaction", lambda db, do: do(env)))
        self.startPatcher(
            patch.object(self.follower, "_get_settings", lambda: (line, "", {}))
        )
        self.follower._follow(MagicMock())
        self.assertEqual(looks, [1, 1, 2, 2])


@tagged("standard", "post_install", "-at_install")
class TestSettled(TransactionCase):
    def test_one_that_fails_is_left_alone(self):
        done = []

        class Events:
            def browse(self, ids):
                self.ids = ids
                return self

            def _settle(self):
                if 2 in self.ids:
                    raise ValueError(self.ids)
                done.extend(self.ids)

        env = {"engineering.call.event": Events()}
        self.startPatcher(patch(f"{INTAKE}.in_transaction", lambda db, do: do(env)))
        with mute_logger(INTAKE):
            intake.settle("", [1, 2, 3])
        self.assertEqual(done, [1, 3])
