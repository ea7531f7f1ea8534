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
            record._check_nothing_open()

    def _check_nothing_open(self):
        """Refuse to archive what is in use, and tell where.

        :raises UserError: there are open calculations
        """
        self.ensure_one()
        calculations = self.env["engineering.calculation"].sudo()
        calculations = calculations.search(
            [
                (self._calculation_field, "=", self.id),
                ("state", "in", calculations._get_workflow().open_states),
            ],
            limit=5,
        )
        if calculations:
            raise UserError(
                self.env._(
                    "“%(name)s” is needed by open calculations: %(calculations)s."
                    " Complete, redirect or cancel them first.",
                    name=self.display_name,
                    calculations=", ".join(calculations.mapped("name")),
                )
            )
