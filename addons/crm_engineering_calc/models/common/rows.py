"""Stored values of many records at once, where a field of each would cost too much."""


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


def _get_column(model, query, name):
    alias = model._table
    *links, name = name.split(".")
    for link in links:
        model, alias = model._fields[link].join(model, alias, query)
    return model._field_to_sql(alias, name, query)
