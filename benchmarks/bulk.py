"""Many rows like one record, written by the database itself."""

from typing import Any

from odoo.tools import SQL


def multiply(record: Any, count: int, **columns: str) -> Any:
    """Insert `count` rows like `record`, and return them with it.

    :param columns: expressions in SQL of what differs: `g` is the number of the row
    """
    env = record.env
    env.flush_all()
    names = [
        name
        for name, field in record._fields.items()
        if field.store and field.column_type and name != "id"
    ]
    table = SQL.identifier(record._table)
    values = [
        SQL(columns[name]) if name in columns else SQL.identifier(name)
        for name in names
    ]
    rows = env.execute_query(
        SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s, generate_series(1, %s) g"
            " WHERE id = %s RETURNING id",
            table,
            SQL(", ").join(map(SQL.identifier, names)),
            SQL(", ").join(values),
            table,
            count,
            record.id,
        )
    )
    env.cr.execute(SQL("ANALYZE %s", table))
    return record.browse([record.id, *(row[0] for row in rows)])


def choose(records: Any) -> str:
    """Return the expression that gives each row another of `records` in turn."""
    ids = ", ".join(str(id_) for id_ in records.ids)
    return f"(ARRAY[{ids}])[1 + g %% {len(records)}]"
