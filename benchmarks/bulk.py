"""Many rows like a few records, written by the database itself."""

from typing import Any

from odoo.tools import SQL


def multiply(records: Any, count: int, **columns: str) -> Any:
    """Insert `count` rows like each of `records` in turn, and return them with these.

    :param columns: expressions in SQL of what differs: `g` is the number of the round
    """
    env = records.env
    env.flush_all()
    names = [
        name
        for name, field in records._fields.items()
        if field.store and field.column_type and name != "id"
    ]
    table = SQL.identifier(records._table)
    values = [
        SQL(columns[name]) if name in columns else SQL.identifier(name)
        for name in names
    ]
    rows = env.execute_query(
        SQL(
            "INSERT INTO %s (%s) SELECT %s FROM generate_series(1, %s) g, %s"
            " JOIN unnest(%s) WITH ORDINALITY AS original(original_id, place)"
            " ON id = original_id ORDER BY g, place RETURNING id",
            table,
            SQL(", ").join(map(SQL.identifier, names)),
            SQL(", ").join(values),
            count,
            table,
            records.ids,
        )
    )
    env.cr.execute(SQL("ANALYZE %s", table))
    return records.browse([*records.ids, *(row[0] for row in rows)])


def choose(records: Any) -> str:
    """Return the expression that gives each row another of `records` in turn."""
    ids = ", ".join(str(id_) for id_ in records.ids)
    return f"(ARRAY[{ids}])[1 + g %% {len(records)}]"
