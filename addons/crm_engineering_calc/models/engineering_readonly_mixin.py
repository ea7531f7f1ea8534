from odoo import api, models
from odoo.models import MAGIC_COLUMNS

from .workflow_mixin import check_not_by_hand


class EngineeringReadonlyMixin(models.AbstractModel):
    """A record whose read-only fields are what they say, for programs of users too.

    The host's `readonly` is the form's alone: a client could begin a record with the
    number of another, or write the totals that a customer is told.
    """

    _name = "engineering.readonly.mixin"
    _description = "Fields that are shown, and not written"

    @api.model
    def default_get(self, fields):
        """Return the defaults, of read-only fields those of the addon alone."""
        readonly = self._get_readonly_fields()
        values = super().default_get([name for name in fields if name not in readonly])
        for name in readonly.intersection(fields):
            if default := self._fields[name].default:
                values[name] = default(self)
        return values

    @api.model
    def _get_readonly_fields(self):
        """Return the names of the stored fields that no user writes.

        The state has its events, and a message of its own.
        """
        others = {*MAGIC_COLUMNS, getattr(self, "_workflow_field", None)}
        return {
            name
            for name, field in self._fields.items()
            if field.store and field.readonly and name not in others
        }

    def _check_readonly(self, vals_list):
        """Refuse to users what only events and computed values write."""
        readonly = self._get_readonly_fields()
        for vals in vals_list:
            check_not_by_hand(self, vals, readonly)
