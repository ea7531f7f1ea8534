from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class EngineeringArchiveMixin(models.AbstractModel):
    """What open calculations stand on is not archived under them, nor moved away."""

    _name = "engineering.archive.mixin"
    _description = "Archived When Nothing Is Calculated"

    _calculation_field = None

    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company")

    @api.constrains("active")
    def _check_archived(self):
        for record in self.filtered(lambda record: not record.active):
            reason = record._get_reason_to_keep()
            if reason:
                raise UserError(reason)

    def _get_reason_to_keep(self):
        """Return why the record can't be archived, and what to do about it."""
        self.ensure_one()
        calculations = self._search_open_calculations()
        return calculations and self.env._(
            "“%(name)s” is needed by open calculations: %(calculations)s. Complete,"
            " redirect or cancel them first.",
            name=self.display_name,
            calculations=", ".join(calculations.mapped("name")),
        )

    @api.constrains("company_id")
    def _check_company_of_calculations(self):
        """Keep who calculates for a company, and what is, within its reach."""
        for record in self.filtered("company_id"):
            others = Domain("company_id", "!=", record.company_id.id)
            if calculations := record._search_open_calculations(others):
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is needed by open calculations of %(company)s:"
                        " %(calculations)s. Complete, redirect or cancel them before it"
                        " goes to another company.",
                        name=record.display_name,
                        company=", ".join(calculations.company_id.mapped("name")),
                        calculations=", ".join(calculations.mapped("name")),
                    )
                )

    def _search_open_calculations(self, domain=Domain.TRUE):
        """Return some of the open calculations that stand on it."""
        calculations = self.env["engineering.calculation"].sudo()
        is_open = Domain("state", "in", list(calculations._get_workflow().open_states))
        of_this = Domain(self._calculation_field, "=", self.id)
        return calculations.search(is_open & of_this & domain, limit=5)
