"""Follows one exchange: holds the line to it, and hands on what it tells."""

import logging
import time
from contextlib import contextmanager
from datetime import datetime, timezone
from threading import Thread

import psycopg2

from odoo.sql_db import db_connect

from ..telephony.ari_resume import AriFollower
from ..telephony.events import ANSWERED, ENDED, RINGING
from . import intake
from .ari_line import LineError

_logger = logging.getLogger(__name__)

BEATS_EVERY = 15
FIRST_PAUSE = 1
LONGEST_PAUSE = 60
# A recording is closed a little after its call.
RECORDED_AFTER = 4
LOCK = 0x43A11
# What is on screens at this moment is settled first, and what is over between.
URGENT = (RINGING, ANSWERED)
URGENT_AT_ONCE = 10
LATER_AT_ONCE = 5


class Follower(Thread):
    """Follows an exchange until it is told to stop.

    Only one process follows an exchange; others that would, wait until it is gone.
    """

    def __init__(self, dbname, exchange_id, stop):
        super().__init__(name=f"exchange-{dbname}-{exchange_id}", daemon=True)
        self.dbname = dbname
        self.exchange_id = exchange_id
        self.is_over = False
        self._stop_asked = stop
        self._waiting = []
        self._unsettled = []
        self._recorded = []
        self._looks_again = False

    def run(self):
        pause = FIRST_PAUSE
        while not self._stop_asked.is_set() and not self.is_over:
            begun = time.monotonic()
            try:
                with self._alone() as lock:
                    self._follow(lock)
                pause = FIRST_PAUSE
            except LineError as error:
                _logger.warning("Exchange %s: %s", self.exchange_id, error)
                reason = error.reason
                self._note(lambda link, reason=reason: link._note_lost(reason))
            except psycopg2.Error as error:
                self._warn_of_database(error)
            except Exception:
                _logger.exception("Exchange %s is not followed", self.exchange_id)
            self._settle_all()
            if time.monotonic() - begun > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            self._stop_asked.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    @contextmanager
    def _alone(self):
        """Wait until no other process follows the exchange."""
        with db_connect(self.dbname).cursor() as cr:
            while not self._stop_asked.is_set():
                cr.execute(
                    "SELECT pg_try_advisory_lock(%s, %s)", (LOCK, self.exchange_id)
                )
                (is_mine,) = cr.fetchone()
                # The lock is the session's: it outlives the transaction.
                cr.commit()  # pylint: disable=invalid-commit
                if is_mine:
                    break
                self._stop_asked.wait(BEATS_EVERY)
            try:
                yield cr
            finally:
                if not cr.closed and not cr.connection.closed:
                    cr.execute("SELECT pg_advisory_unlock_all()")
                    cr.commit()  # pylint: disable=invalid-commit

    # === THE LINE ===

    def _follow(self, lock):
        settings = self._get_settings()
        if settings is None or self._stop_asked.is_set():
            self.is_over = settings is None
            return
        line, app, places = settings
        reader = AriFollower(places)
        with line.listen(app) as hear:
            self._resume(line, reader)
            self._note(lambda link: link._note_connected())
            _logger.info("Exchange %s is heard", self.exchange_id)
            beats = time.monotonic() + BEATS_EVERY
            heard = False
            while not self._stop_asked.is_set():
                for told in hear(waits=not self._unsettled):
                    heard = True
                    self._take(reader.hear(told))
                self._hand_on()
                self._look_for_recordings(line)
                if time.monotonic() < beats:
                    continue
                beats = time.monotonic() + BEATS_EVERY
                lock.execute("SELECT 1")
                lock.commit()
                self._note(lambda link, heard=heard: link._beat(heard))
                heard = False
                self._look_again(reader)
                now = self._get_settings()
                if now is None or not now[0].is_same(line):
                    return
                reader.places = now[2]

    def _get_settings(self):
        """Return line, name and places as they are set now; none: it is not to be."""

        def do(env):
            exchange = env["engineering.exchange"].browse(self.exchange_id).exists()
            if not exchange.active or exchange.driver != "asterisk":
                return None
            driver = exchange._get_driver()
            return (
                driver._get_line(exchange),
                driver._get_app(exchange),
                driver._get_places(exchange),
            )

        return intake.in_transaction(self.dbname, do)

    def _resume(self, line, reader):
        """Take what goes on, and end what is not there any more."""
        moment = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f%z")
        self._take(reader.resume(line.get_channels(), line.get_bridges(), moment))
        self._hand_on()
        self._settle_all()
        self._end_unheard(reader)
        self._looks_again = True

    def _look_again(self, reader):
        """End what began too shortly before the line was held, once nothing waits."""
        if self._looks_again and not (self._waiting or self._unsettled):
            self._end_unheard(reader)
            self._looks_again = False

    def _end_unheard(self, reader):
        keys = reader.keys
        intake.in_transaction(
            self.dbname,
            lambda env: (
                env["engineering.exchange"].browse(self.exchange_id)._end_unheard(keys)
            ),
        )

    def _note(self, do):
        try:
            intake.in_transaction(
                self.dbname,
                lambda env: do(
                    env["engineering.exchange.link"]._of(self.exchange_id),
                ),
            )
        except psycopg2.Error as error:
            self._warn_of_database(error)

    def _warn_of_database(self, error):
        _logger.warning("Exchange %s: the database: %s", self.exchange_id, error)

    # === WHAT IS TOLD ===

    def _take(self, events):
        self._waiting += events
        due = time.monotonic() + RECORDED_AFTER
        self._recorded += [(due, event) for event in events if event.type == ENDED]

    def _hand_on(self):
        """Keep what waits, and settle what comes next."""
        self._keep()
        self._settle_next()

    def _keep(self):
        """Keep what waits; while the database is away, it waits on."""
        if not self._waiting:
            return
        try:
            kept = intake.keep(self.dbname, self.exchange_id, self._waiting)
        except psycopg2.OperationalError as error:
            _logger.warning("Events wait for the database: %s", error)
            return
        self._waiting = []
        self._unsettled += kept

    def _settle_all(self):
        """Settle what is kept; what is not when the service ends is left to the job."""
        while self._unsettled and not self._stop_asked.is_set():
            self._settle_next()

    def _settle_next(self):
        """Settle some of what is kept; what comes meanwhile is heard before the rest.

        That a call is over costs more than that one rings, and nobody waits for it.
        """
        urgent = [one for one in self._unsettled if one[1].type in URGENT]
        later = [one for one in self._unsettled if one[1].type not in URGENT]
        for part, most in (
            (urgent, URGENT_AT_ONCE),
            (later, 1 if urgent else LATER_AT_ONCE),
        ):
            if part:
                intake.settle(self.dbname, [id_ for id_, _event in part[:most]])
                del part[:most]
        self._unsettled = urgent + later

    def _look_for_recordings(self, line):
        now = time.monotonic()
        due = [event for moment, event in self._recorded if moment <= now]
        if not due:
            return
        self._recorded = [one for one in self._recorded if one[0] > now]
        for ended in due:
            told = line.find_recording(ended)
            if told:
                self._waiting.append(told)
