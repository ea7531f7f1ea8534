from odoo import api, models
from odoo.orm.utils import parse_field_expr


class EngineeringFieldAccessMixin(models.AbstractModel):
    """Fields of groups are refused to others in groupings, aggregates and orders, too.

    The host looks there at what a related field leads to, and does so as superuser, and
    at no field of many records.
    """

    _name = "engineering.field.access.mixin"
    _description = "Fields that only their groups group by"

    def _field_to_sql(self, alias, field_expr, query=None):
        self._check_group_access(field_expr)
        return super()._field_to_sql(alias, field_expr, query)

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        self._check_group_access(groupby_spec.split(":")[0])
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _check_group_access(self, field_expr):
        field = self._fields.get(parse_field_expr(field_expr)[0])
        if field and field.groups and (field.related or field.type == "many2many"):
            self._check_field_access(field, "read")
