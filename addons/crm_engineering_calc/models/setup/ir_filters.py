from odoo import fields, models

from ..common.field_groups import ENGINEERING


class IrFilters(models.Model):
    """Saved searches of a desk stand above its board, in their user's order."""

    _inherit = "ir.filters"

    engineering_sequence = fields.Integer("Order on the Desk", groups=ENGINEERING)
