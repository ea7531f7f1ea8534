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
