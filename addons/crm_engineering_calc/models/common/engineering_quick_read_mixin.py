from odoo import models
from odoo.exceptions import MissingError

from .rows import PLAIN, get_values


class EngineeringQuickReadMixin(models.AbstractModel):
    """Rows that are read by the hundred: a field at a time, not a value at a time.

    For each value the host asks who may read it and whether it is to be computed, and
    makes a record of each relation.
    """

    _name = "engineering.quick.read.mixin"
    _description = "Rows that are read by the hundred"

    def _read_format(self, fnames, load="_classic_read"):
        quick = [name for name in fnames if self._is_read_quickly(name, load)]
        others = [name for name in fnames if name not in quick]
        rows = super()._read_format(others, load)
        records = self.browse(row["id"] for row in rows)
        try:
            columns = {name: records._read_column(name) for name in quick}
        except MissingError:
            return super()._read_format(fnames, load)
        for name, values in columns.items():
            for row, value in zip(rows, values, strict=True):
                row[name] = value
        return rows

    def _is_read_quickly(self, name, load):
        field = self._fields[name]
        if field.type == "many2one":
            return not load
        if field.type == "many2many":
            return not field.context.get("active_test", True)
        return name != "id" and field.type in PLAIN

    def _read_column(self, name):
        field = self._fields[name]
        values = get_values(self, name)
        if field.type == "many2many":
            return map(list, values)
        nothing = field.convert_to_read(
            field.convert_to_record(None, self), self, use_display_name=False
        )
        return [nothing if value is None else value for value in values]
