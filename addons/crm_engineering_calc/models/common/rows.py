"""Stored values of many records at once, where a field of each would cost too much."""

import json
from collections import defaultdict

from odoo.api import NewId
from odoo.tools import SQL, Query

# Types of which the cache has the value itself, and None for nothing.
PLAIN = (
    "boolean",
    "char",
    "date",
    "datetime",
    "float",
    "integer",
    "monetary",
    "selection",
    "text",
)


def fetch_rows(records, domain, names, order=None):
    """Return {name: value} of each record that a domain finds, as it is stored.

    To be shown to whoever may read all of it: nothing is checked beyond what a search
    checks. A many2one gives an id, and leads on: ``team_id.name``; nothing is None.
    """
    query = records._search(domain, order=order)
    if query.is_empty():
        return []
    columns = [_get_column(records, query, name) for name in names]
    rows = records.env.execute_query(query.select(*columns))
    return [dict(zip(names, row, strict=True)) for row in rows]


def get_stored(records, name):
    """Return {id: value} of a stored field of records, as `fetch_rows` gives it.

    It makes no record for each value, which takes longer than all that is done with it.
    """
    records._recompute_recordset([name])
    field = records._fields[name]
    if any(field._cache_missing_ids(records)):
        records.fetch([name])
    values = field._get_cache(records.env)
    return {id_: values.get(id_) for id_ in records._ids}


def get_values(records, name):
    """Return the value of a field of each record, as the cache has it: ids, or None.

    What is not there is fetched and computed, with that of the others. To ask records
    one by one takes ten times longer; they may be new ones.
    """
    field = records._fields[name]
    records._check_field_access(field, "read")
    if field.compute and field.store:
        field.recompute(records)
    cache = field._get_cache(records.env)

    def ask(id_):
        record = records.browse((id_,)).with_prefetch(records._ids)
        return field.convert_to_cache(record[name], record, validate=False)

    return [cache[id_] if id_ in cache else ask(id_) for id_ in records._ids]


def filter_given(records, name):
    """Return the records that have a value of a field, as `filtered(name)` does."""
    values = get_values(records, name)
    return records.browse(
        id_
        for id_, value in zip(records._ids, values, strict=True)
        if value or isinstance(value, NewId)
    )


def group_alike(records, *names):
    """Return the groups of records that have the same values of some fields."""
    columns = [get_values(records, name) for name in names]
    groups = defaultdict(list)
    for id_, values in zip(records._ids, zip(*columns, strict=True), strict=True):
        groups[values].append(id_)
    return [records.browse(ids) for ids in groups.values()]


def find_referred(records, paths):
    """Return {model: ids of the records that its own refer to}, in one query.

    :param paths: {model: its many2one, or ``many2one.many2one``}; archived ones and
        those of colleagues count
    """
    if not records.ids:
        return {}
    # A text, as hundreds of numbers would be quoted one by one, for each model.
    ids = SQL("%s::int[]", f"{{{','.join(map(str, records.ids))}}}")
    parts = []
    for name, path in paths.items():
        model = records.env[name]
        query = Query(records.env, model._table, model._table_sql)
        column = _get_column(model, query, path)
        query.add_where(SQL("%s = ANY(%s)", column, ids))
        parts.append(query.select(SQL("%s", name), column))
    found = defaultdict(set)
    for name, id_ in records.env.execute_query(SQL(" UNION ").join(parts)):
        found[name].add(id_)
    return found


def insert_plain(model, columns, rows, user_id=None):
    """Return the ids of rows that one statement inserts, and nothing looks at.

    :param columns: fields of the model
    :param rows: dicts of the values of all of them, as JSON has them
    :param user_id: who is said to have made them; the database looks it up for each
    """
    inserted = model.env.execute_query(
        SQL(
            """
            INSERT INTO %(table)s (
                create_uid, create_date, write_uid, write_date, %(names)s
            )
            SELECT %(user)s, %(now)s, %(user)s, %(now)s, %(names)s
            FROM json_to_recordset(%(rows)s) AS line (%(columns)s)
            RETURNING id
            """,
            table=SQL.identifier(model._table),
            names=SQL(", ").join(SQL.identifier(field.name) for field in columns),
            user=user_id,
            now=model.env.cr.now(),
            rows=json.dumps(rows, default=str),
            columns=SQL(", ").join(
                SQL("%s %s", SQL.identifier(field.name), SQL(field.column_type[1]))
                for field in columns
            ),
        )
    )
    return [id_ for (id_,) in inserted]


def insert_rows(records, vals_list):
    """Return records that are made of plain values, by one statement.

    For lines of a dialog that the addon fills in itself: no constraint is asked, and no
    `create`; the ORM's would take five times longer. What a row doesn't say has its
    default, and fields that depend on it are computed.
    """
    model = records.browse()
    model.check_access("create")
    defaults = model.default_get(list(model._fields))
    given = set(defaults).union(*vals_list)
    columns = [
        field
        for name, field in model._fields.items()
        if name in given and field.store and field.column_type
    ]
    rows = [
        {
            field.name: field.convert_to_cache(vals.get(field.name), model)
            for field in columns
        }
        for vals in ({**defaults, **vals} for vals in vals_list)
    ]
    inserted = model.browse(insert_plain(model, columns, rows, model.env.uid))
    keep_inserted(inserted, columns, rows)
    inserted.modified(model._fields, create=True)
    return inserted


def keep_inserted(records, columns, rows):
    """Let the cache know of records what `insert_plain` has made them of."""
    for field in columns:
        field._insert_cache(records, [row[field.name] for row in rows])
        if _has_cached_inverse(field, records):
            for parent, lines in records.grouped(field.name).items():
                field._update_inverses(lines, parent.id or None)


def _has_cached_inverse(field, records):
    if field.type != "many2one":
        return False
    inverses = records.pool.field_inverses[field]
    return any(inverse._get_cache(records.env) for inverse in inverses)


def _get_column(model, query, name):
    alias = model._table
    *links, name = name.split(".")
    for link in links:
        model, alias = model._fields[link].join(model, alias, query)
    return model._field_to_sql(alias, name, query)
