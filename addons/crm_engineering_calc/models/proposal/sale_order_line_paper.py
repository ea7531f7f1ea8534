from odoo import models
from odoo.tools.misc import formatLang

from ..common.format_number import format_number
from ..common.line_kinds import get_kind


class SaleOrderLine(models.Model):
    """A line as the paper of a proposal shows it."""

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    def _get_paper_heads(self):
        """Return the sections that the line is in, from the inside."""
        inner = self.parent_id
        return inner | inner.parent_id

    def _prepare_paper_row(self, number, amount):
        """Return the row of a line that is shown, with its amount.

        What a section hides of its lines, their prices or all, is not in the rows.

        :return: {"line", "kind", "depth", "name", "number", "quantity", "unit",
            "price", "discount", "taxes", "amount"}: the kind as in `LineKind`, the
            others texts, empty where nothing is shown. To be extended.
        """
        heads = self._get_paper_heads()
        is_priced = not any(heads.mapped("collapse_prices"))
        has_amount = is_priced and self.display_type != "line_note"
        row = {
            "line": self,
            "kind": get_kind(self),
            "depth": len(heads),
            "name": self.name,
            "amount": self.currency_id.format(amount) if has_amount else "",
            **dict.fromkeys(("quantity", "unit", "price", "discount", "taxes"), ""),
            "number": "",
        }
        if not self.display_type:
            row.update(
                number=number,
                **self._prepare_paper_quantity(),
                taxes=", ".join(filter(None, self.tax_ids.mapped("tax_label"))),
            )
            if is_priced:
                row.update(
                    price=formatLang(self.env, self.price_unit, dp="Product Price"),
                    discount=format_number(self.env, self.discount)
                    if self.discount
                    else "",
                )
        return row

    def _prepare_paper_quantity(self):
        """Return how much of the service paper and page say, in the language of `env`.

        :return: {"quantity", "unit"}, texts
        """
        return {
            "quantity": format_number(self.env, self.product_uom_qty),
            "unit": self.product_uom_id._get_paper_name(),
        }
