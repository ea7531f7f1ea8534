from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL, clean_context, unique

from .finite_fields import FiniteMonetary
from .rows import PLAIN, insert_plain, keep_inserted

# Of these a column has what the cache has.
INSERTED = {*PLAIN, "json", "many2one"}


class _Defaults(dict):
    """The defaults of rows that are made now; no client can forge it."""


class EngineeringQuickCreateMixin(models.AbstractModel):
    """Rows that are created by the hundred: by one statement, a field at a time.

    The host turns each value of each row into one for the database, by a statement for
    each hundred, and into one for the cache. What is done before and after is the
    host's; rows with a value that it keeps in another shape are all its own.
    """

    _name = "engineering.quick.create.mixin"
    _description = "Rows that are created by the hundred"

    @api.model
    def default_get(self, fields_list):
        known = self.env.context.get("engineering_defaults")
        if not isinstance(known, _Defaults):
            return super().default_get(fields_list)
        key = (self._name, *fields_list)
        if key not in known:
            known[key] = super().default_get(fields_list)
        return dict(known[key])

    def _prepare_create_values(self, vals_list):
        """Look the defaults of rows alike up once."""
        rows = self.with_context(engineering_defaults=_Defaults())
        return super(EngineeringQuickCreateMixin, rows)._prepare_create_values(
            vals_list
        )

    @api.model
    def _create(self, data_list):
        names = set().union(*(data["stored"] for data in data_list))
        fields = [self._fields[name] for name in names]
        if not all(map(_is_plain, fields)):
            return super()._create(data_list)
        rows = [data["stored"] for data in data_list]
        records = self._insert_values(
            [field for field in fields if field.column_type], rows
        )
        for data, record in zip(data_list, records, strict=True):
            data["record"] = record
        with self.env.protecting(
            [(data["protected"], data["record"]) for data in data_list]
        ):
            records.modified(self._fields, create=True)
            records._create_relations(
                [field for field in fields if not field.column_type], rows
            )
        records._validate_fields(names)
        records.check_access("create")
        return records

    def _insert_values(self, fields, rows):
        """Return records of the rows; the cache knows all that they store."""
        magic = {"id", *models.LOG_ACCESS_COLUMNS}
        columns = [field for field in fields if field.name not in magic]
        by_field = [self._get_values(field, rows) for field in columns]
        names = [field.name for field in columns]
        values = [
            dict(zip(names, row, strict=True)) for row in zip(*by_field, strict=True)
        ]
        records = self.browse(insert_plain(self, columns, values, self.env.uid))
        for field in self._fields.values():
            if field.store and field not in columns and field.name not in magic:
                is_many = field.type in ("one2many", "many2many")
                field._insert_cache(records, [() if is_many else None] * len(records))
        keep_inserted(records, columns, values)
        return records

    def _get_values(self, field, rows):
        given = [row.get(field.name) for row in rows]
        if field.type == "monetary":
            # By the currency of the row, which no record of it has yet.
            return field.convert_to_insert(given, self, rows)
        return [field.convert_to_cache(value, self) for value in given]

    def _create_relations(self, fields, rows):
        others = self.with_context(clean_context(self.env.context))
        for field in sorted(fields, key=lambda field: field._sequence):
            given = [row.get(field.name) for row in rows]
            linked = list(map(_get_linked, given))
            if None in linked or self.pool.field_inverses[field]:
                pairs = zip(others, given, rows, strict=True)
                field.create(
                    [(one, value) for one, value, row in pairs if field.name in row]
                )
            else:
                self._insert_links(field, linked)
        self.modified([field.name for field in fields], create=True)

    def _insert_links(self, field, linked):
        """Link the records to ids of others, those of each: by one statement."""
        comodel = self.env[field.comodel_name]
        comodel.browse(set().union(*linked)).check_access("read")
        pairs = [
            (id_, of) for id_, ids in zip(self._ids, linked, strict=True) for of in ids
        ]
        if pairs:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO %s (%s, %s) SELECT * FROM unnest(%s, %s)",
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column1),
                    SQL.identifier(field.column2),
                    *map(list, zip(*pairs, strict=True)),
                )
            )
        field._get_cache(self.env).update(zip(self._ids, linked, strict=True))


def _get_linked(value):
    """Return the ids that a many2many is set to, and nothing else; None for others."""
    match value or []:
        case []:
            return ()
        case [(Command.SET, _, ids)]:
            return tuple(unique(ids))
    return None


def _is_plain(field):
    if field.type == "many2many":
        return True
    if field.type == "monetary":
        return isinstance(field, FiniteMonetary)
    return (
        field.type in INSERTED and not field.translate and not field.company_dependent
    )
