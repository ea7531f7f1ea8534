import logging

from odoo.tools import SQL
from odoo.tools.sql import column_exists, make_identifier, make_index_name

from .names import FieldNames
from .references import rename_references

_logger = logging.getLogger(__name__)


def rename_fields(cr, module, renames, own_rows=None):
    """Give fields of `module` the new names of `renames`: {model: {old: new}}.

    Nothing is rewritten in the models' tables, and what is renamed already is left.
    A field that another addon has too stays that addon's: the values of `own_rows`
    ({model: SQL condition}) are copied into the new column, references are left.
    """
    kept = {}
    for model, names in renames.items():
        for old, new in names.items():
            field_id = _find_field(cr, module, model, old, new)
            if not field_id:
                continue
            owners = _find_other_owners(cr, module, field_id)
            if owners:
                _logger.warning(
                    "%s.%s is left to %s: filters, views … go on to mean that one.",
                    *(model, old, ", ".join(owners)),
                )
                condition = SQL((own_rows or {}).get(model, "TRUE"))
                _leave_field(cr, module, model, field_id, old, new, condition)
            else:
                kept.setdefault(model, {})[old] = new
    if kept:
        rename_references(cr, FieldNames(kept, _get_comodels(cr)))
    for model, names in kept.items():
        for old, new in names.items():
            _rename_field(cr, model, old, new)
            rename_column(cr, _table(model), old, new)


def rename_mentions(cr, renames):
    """Let filters, views … name other fields, by `renames`; the fields are left."""
    rename_references(cr, FieldNames(renames, _get_comodels(cr)))


def _table(model):
    return model.replace(".", "_")


def _find_field(cr, module, model, old, new):
    """Return the field that `module` still has under its old name."""
    cr.execute(
        SQL(
            """
            SELECT field.id
              FROM ir_model_fields AS field
              JOIN ir_model_data AS data
                ON data.model = 'ir.model.fields' AND data.res_id = field.id
             WHERE field.model = %s AND field.name = %s AND data.module = %s
               AND NOT EXISTS (
                    SELECT FROM ir_model_fields WHERE model = %s AND name = %s)
            """,
            *(model, old, module, model, new),
        )
    )
    return cr.rowcount and cr.fetchone()[0]


def _find_other_owners(cr, module, field_id):
    """Return the addons that have the field without building on `module`."""
    cr.execute(
        SQL(
            """
            WITH RECURSIVE extending AS (
                SELECT id, name FROM ir_module_module WHERE name = %s
                UNION
                SELECT module.id, module.name
                  FROM extending
                  JOIN ir_module_module_dependency AS dependency
                    ON dependency.name = extending.name
                  JOIN ir_module_module AS module ON module.id = dependency.module_id
            )
            SELECT DISTINCT data.module
              FROM ir_model_data AS data
              JOIN ir_module_module AS module ON module.name = data.module
             WHERE data.model = 'ir.model.fields' AND data.res_id = %s
               AND data.module NOT IN (SELECT name FROM extending)
            """,
            *(module, field_id),
        )
    )
    return [name for (name,) in cr.fetchall()]


def _get_comodels(cr):
    cr.execute("SELECT model, name, relation FROM ir_model_fields WHERE relation != ''")
    comodels = {}
    for model, name, relation in cr.fetchall():
        comodels.setdefault(model, {})[name] = relation
    return comodels


def _rename_field(cr, model, old, new):
    table = _table(model)
    cr.execute(
        SQL(
            "UPDATE ir_model_fields SET name = %s WHERE model = %s AND name = %s",
            *(new, model, old),
        )
    )
    cr.execute(
        SQL(
            """
            UPDATE ir_model_data SET name = %s
             WHERE model = 'ir.model.fields' AND name = %s
            """,
            *(f"field_{table}__{new}", f"field_{table}__{old}"),
        )
    )
    before, after = f"selection__{table}__{old}__", f"selection__{table}__{new}__"
    cr.execute(
        SQL(
            """
            UPDATE ir_model_data SET name = %s || substr(name, %s)
             WHERE model = 'ir.model.fields.selection' AND starts_with(name, %s)
            """,
            *(after, len(before) + 1, before),
        )
    )


def rename_column(cr, table, old, new):
    """Rename a column, its index and its foreign key: no row is written."""
    if not column_exists(cr, table, old) or column_exists(cr, table, new):
        return
    cr.execute(
        SQL(
            "ALTER TABLE %s RENAME COLUMN %s TO %s",
            *map(SQL.identifier, (table, old, new)),
        )
    )
    cr.execute(
        SQL(
            "ALTER INDEX IF EXISTS %s RENAME TO %s",
            SQL.identifier(make_index_name(table, old)),
            SQL.identifier(make_index_name(table, new)),
        )
    )
    old_key, new_key = (make_identifier(f"{table}_{name}_fkey") for name in (old, new))
    cr.execute(
        SQL(
            "SELECT FROM pg_constraint WHERE conname = %s AND conrelid = %s::regclass",
            *(old_key, table),
        )
    )
    if cr.rowcount:
        cr.execute(
            SQL(
                "ALTER TABLE %s RENAME CONSTRAINT %s TO %s",
                *map(SQL.identifier, (table, old_key, new_key)),
            )
        )
        cr.execute(
            SQL(
                "UPDATE ir_model_constraint SET name = %s WHERE name = %s",
                *(new_key, old_key),
            )
        )


def _leave_field(cr, module, model, field_id, old, new, own_rows):
    table = _table(model)
    cr.execute(
        SQL(
            """
            DELETE FROM ir_model_data
             WHERE model = 'ir.model.fields' AND res_id = %s AND module = %s
            """,
            *(field_id, module),
        )
    )
    if not column_exists(cr, table, old) or column_exists(cr, table, new):
        return
    cr.execute(
        SQL(
            """
            DELETE FROM ir_model_constraint AS kept
             USING ir_module_module AS module
             WHERE module.id = kept.module AND module.name = %s AND kept.name = %s
            """,
            *(module, make_identifier(f"{table}_{old}_fkey")),
        )
    )
    columns = SQL.identifier(table), SQL.identifier(new), SQL.identifier(old)
    cr.execute(
        SQL(
            "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attname = %s",
            *(table, old),
        )
    )
    (kind,) = cr.fetchone()
    cr.execute(SQL("ALTER TABLE %s ADD COLUMN %s %s", *columns[:2], SQL(kind)))
    cr.execute(
        SQL(
            "UPDATE %s SET %s = %s WHERE %s IS NOT NULL AND (%s)",
            *(*columns, columns[2], own_rows),
        )
    )
