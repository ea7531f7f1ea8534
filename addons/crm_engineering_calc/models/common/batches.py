"""Work of crons: a batch at a time, past what fails and what others are at."""

import logging

from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)


def do_in_batches(records, do, limit):
    """Do something with records, and keep what is done of each batch.

    Records that others hold are left to a later run, and so are those that fail.

    :param do: takes some of the records, which may have changed since they were found
    :param limit: how many records make a batch
    """
    cron = records.env["ir.cron"]
    cron._commit_progress(remaining=len(records))
    for start in range(0, len(records), limit):
        batch = records[start : start + limit]
        # Others go on while the first are done, and another run may do some of these.
        do_past_failing(batch.try_lock_for_update(allow_referencing=True), do)
        if not cron._commit_progress(len(batch)):
            break


def do_past_failing(records, do):
    """Do something with all records but those that fail, which hold up no others."""
    try:
        with records.env.cr.savepoint():
            do(records)
    except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
        # No part of the batch fares better in this transaction: the next run does it.
        raise
    except Exception:
        if len(records) <= 1:
            _logger.exception("A job goes on without “%s”", records.display_name)
            return
        middle = len(records) // 2
        do_past_failing(records[:middle], do)
        do_past_failing(records[middle:], do)
