from odoo import api, fields, models
from odoo.exceptions import UserError


class EngineeringArchiveMixin(models.AbstractModel):
    """What open calculations stand on is not archived under them."""

    _name = "engineering.archive.mixin"
    _description = "Archived When Nothing Is Calculated"

    _calculation_field = None

    active = fields.Boolean(default=True)

    @api.constrains("active")
    def _check_archived(self):
        for record in self.filtered(lambda record: not record.active):
            reason = record._get_reason_to_keep()
            if reason:
                raise UserError(reason)

    def _get_reason_to_keep(self):
        """Return why the record can't be archived, and what to do about it."""
        self.ensure_one()
        calculations = self.env["engineering.calculation"].sudo()
        calculations = calculations.search(
            [
                (self._calculation_field, "=", self.id),
                ("state", "in", calculations._get_workflow().open_states),
            ],
            limit=5,
        )
        return calculations and self.env._(
            "“%(name)s” is needed by open calculations: %(calculations)s. Complete,"
            " redirect or cancel them first.",
            name=self.display_name,
            calculations=", ".join(calculations.mapped("name")),
        )
