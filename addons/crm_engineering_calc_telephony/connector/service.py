"""The service that follows all exchanges of some databases."""

import logging
import signal
from threading import Event

import psycopg2

from odoo.modules.registry import Registry

from . import intake
from .follower import Follower

_logger = logging.getLogger(__name__)

LOOKS_EVERY = 30


def serve(dbnames):
    """Follow the exchanges of the databases until the process is told to end."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_args: stop.set())
    followers = {}
    while not stop.is_set():
        for dbname in dbnames:
            try:
                look_after(dbname, followers, stop)
            except psycopg2.Error as error:
                _logger.warning("Database %s: %s", dbname, error)
        stop.wait(LOOKS_EVERY)
    for follower in followers.values():
        follower.join(timeout=10)


def look_after(dbname, followers, stop):
    """Let every exchange of a database that is to be followed have its follower."""
    Registry(dbname).check_signaling()
    for exchange_id in intake.in_transaction(dbname, get_exchanges):
        known = followers.get((dbname, exchange_id))
        if not known or not known.is_alive():
            follower = Follower(dbname, exchange_id, stop)
            followers[dbname, exchange_id] = follower
            follower.start()


def get_exchanges(env):
    """Return the ids of the exchanges that a line is held to."""
    if "engineering.exchange.link" not in env:
        return []
    return env["engineering.exchange"].search([("driver", "=", "asterisk")]).ids
