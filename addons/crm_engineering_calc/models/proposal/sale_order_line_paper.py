from odoo import models

from ..common.line_kinds import get_kind


class SaleOrderLine(models.Model):
    """A line as the paper of a proposal shows it."""

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "engineering.paper.section.line.mixin"]

    def _get_paper_kind(self):
        return get_kind(self)

    def _get_paper_quantity(self):
        return self.product_uom_qty
