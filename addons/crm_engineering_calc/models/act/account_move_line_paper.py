from odoo import models

from ...domain.outline import LineKind
from ..common.line_kinds import LINE_KINDS

# What a deduction has not: it is no service.
OF_SERVICE = ("number", "quantity", "unit", "price", "discount")


class AccountMoveLine(models.Model):
    """A line as the paper of an invoice shows it."""

    _name = "account.move.line"
    _inherit = ["account.move.line", "engineering.paper.section.line.mixin"]

    def _get_paper_kind(self):
        return LINE_KINDS.get(self.display_type, LineKind.PRODUCT)

    def _is_deduction(self):
        """Return whether the line takes off what is paid in advance."""
        return self.is_downpayment and self.price_total < 0

    def _prepare_paper_row(self, number, amount):
        row = super()._prepare_paper_row(number, amount)
        row["name"] = row["name"] or self.product_id.display_name
        if self._is_deduction():
            row.update(dict.fromkeys(OF_SERVICE, ""))
        return row
