"""What exchanges tell, into the database: kept at once, settled after."""

import logging

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying

_logger = logging.getLogger(__name__)


def in_transaction(dbname, do):
    """Return what `do` returns, with an environment in a transaction of its own.

    It is done again where another transaction was in its way.
    """
    with Registry(dbname).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        return retrying(lambda: do(env), env)


def keep(dbname, exchange_id, events):
    """Keep what an exchange tells; return what was not known, each with its id."""

    def do(env):
        exchange = env["engineering.exchange"].browse(exchange_id)
        return [(one.id, event) for event in events for one in exchange._receive(event)]

    return in_transaction(dbname, do)


def settle(dbname, ids):
    """Settle what was kept, all at once. What fails alone, too, is left to the job."""
    try:
        in_transaction(
            dbname, lambda env: env["engineering.call.event"].browse(ids)._settle()
        )
    except Exception:
        if len(ids) == 1:
            _logger.exception("Event %s is left to the job", ids[0])
            return
        _logger.warning("One of events %s fails: each is settled alone", ids)
        for one in ids:
            settle(dbname, [one])


def settle_recorded(dbname, ids):
    """Settle what records have told, and look for the recordings of those calls."""
    if not ids:
        return
    settle(dbname, ids)
    try:
        found = in_transaction(
            dbname,
            lambda env: (
                env["engineering.call.event"].browse(ids)._find_recordings().ids
            ),
        )
    except Exception:
        _logger.exception("Recordings of %s are not looked for", ids)
    else:
        if found:
            settle(dbname, found)
