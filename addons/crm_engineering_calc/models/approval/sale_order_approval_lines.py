from odoo import models

from ...domain.outline import HEADS
from ..common.line_kinds import get_kind


class SaleOrder(models.Model):
    """The lines of a proposal as who approves it sees them."""

    _name = "sale.order"
    _inherit = "sale.order"

    def _prepare_approval_lines(self):
        """Return what an approval keeps of the lines. To be extended.

        :return: {"lines": what approvers see, "costs": what each costs the company}
        """
        shown = self.order_line.filtered(
            lambda line: line._is_sold() or get_kind(line) in HEADS
        )
        return {
            "lines": [line._prepare_approval_line() for line in shown],
            "costs": [line._get_engineering_cost() for line in shown],
        }

    def _get_engineering_cost(self):
        """Return what the company pays for what is sold, added lines included."""
        return sum(
            line._get_engineering_cost() for line in self.order_line if line._is_sold()
        )
