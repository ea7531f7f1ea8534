from odoo import api, models
from odoo.tools import clean_context

from .rows import PLAIN, insert_plain, keep_inserted

# Of these a column has what the cache has.
INSERTED = {*PLAIN, "json", "many2one"}


class EngineeringQuickCreateMixin(models.AbstractModel):
    """Rows that are created by the hundred: by one statement, a field at a time.

    The host turns each value of each row into one for the database, by a statement for
    each hundred, and into one for the cache. What is done before and after is the
    host's; rows with a value that it keeps in another shape are all its own.
    """

    _name = "engineering.quick.create.mixin"
    _description = "Rows that are created by the hundred"

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
        values = [
            {field.name: self._get_value(field, row) for field in columns}
            for row in rows
        ]
        records = self.browse(insert_plain(self, columns, values, self.env.uid))
        for field in self._fields.values():
            if field.store and field not in columns and field.name not in magic:
                is_many = field.type in ("one2many", "many2many")
                field._insert_cache(records, [() if is_many else None] * len(records))
        keep_inserted(records, columns, values)
        return records

    def _get_value(self, field, row):
        value = row.get(field.name)
        if field.type == "monetary":
            # By the currency of the row, which no record of it has yet.
            return float(field.convert_to_column_insert(value, self, row))
        return field.convert_to_cache(value, self)

    def _create_relations(self, fields, rows):
        others = self.with_context(clean_context(self.env.context))
        for field in sorted(fields, key=lambda field: field._sequence):
            field.create(
                [
                    (record, row[field.name])
                    for record, row in zip(others, rows, strict=True)
                    if field.name in row
                ]
            )
        self.modified([field.name for field in fields], create=True)


def _is_plain(field):
    if field.type == "many2many":
        return True
    return (
        field.type in INSERTED and not field.translate and not field.company_dependent
    )
