from odoo import api, models
from odoo.models import MAGIC_COLUMNS


class EngineeringReadonlyMixin(models.AbstractModel):
    """A record whose read-only fields are what they say, for programs of users too.

    The host's `readonly` is the form's alone: a client could begin a record with the
    number of another, or write the totals that a customer is told.
    """

    _name = "engineering.readonly.mixin"
    _inherit = ["engineering.own.fields.mixin"]
    _description = "Fields that are shown, and not written"

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {
            name
            for name, field in self._fields.items()
            if field.store and field.readonly and name not in MAGIC_COLUMNS
        }
