from contextlib import contextmanager

from psycopg2.errors import UniqueViolation

from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL


def serialize(records):
    """Let only one transaction at a time decide about `records`.

    What is decided here depends on rows that others may be adding (works of an
    order line, calculations of a deal), which a lock can't see: in a snapshot, a
    row locked and released by another looks free. An UPDATE that changes nothing
    makes the second transaction fail as not serializable, and the host runs it
    again on what the first one left.
    """
    if records.ids:
        records.env.execute_query(
            SQL(
                "UPDATE %s SET id = id WHERE id IN %s RETURNING id",
                SQL.identifier(records._table),
                tuple(sorted(records.ids)),
            )
        )


def hold(records):
    """Let no event move `records` while what belongs to them is written.

    Writers share the hold, and don't wait for each other; an event waits for them, and
    they for an event. Who has waited, or has a snapshot from before the other's commit,
    fails as not serializable, and the host runs it again on what the other one left:
    there a guard refuses it, or an event looks at all that is written by now.
    """
    # A rollback, to a savepoint too, gives rows free and clears what is known of them.
    held = records.env.cr.precommit.data.setdefault("engineering_held", set())
    asked = {(records._table, id_) for id_ in records.ids} - held
    if asked:
        records.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR SHARE",
                SQL.identifier(records._table),
                tuple(sorted(id_ for _table, id_ in asked)),
            )
        )
        held.update(asked)


@contextmanager
def adding_once(env):
    """Add what others may be adding at this moment, where only one may.

    What another one has added first is not seen in this transaction: the host runs it
    again on that.

    :raises ConcurrencyError: it is added meanwhile
    """
    try:
        with env.cr.savepoint():
            yield
    except UniqueViolation as error:
        raise ConcurrencyError("Another transaction adds the same") from error
