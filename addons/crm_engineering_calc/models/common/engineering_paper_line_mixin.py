from odoo import models

from ...domain.outline import LineKind
from .format_number import format_amount, format_number, format_price


class EngineeringPaperLineMixin(models.AbstractModel):
    """A line of a document as its paper shows it: of an order, of an act.

    What a section hides of its lines, their prices or all, is in no row.
    """

    _name = "engineering.paper.line.mixin"
    _description = "Line of a document printed for a customer"

    def _get_paper_heads(self):
        """Return the sections that the line is in, from the inside. To be extended.

        :return: what has `name`, `collapse_prices` and `collapse_composition`
        """
        return ()

    def _get_paper_kind(self):
        """Return what the line is, as `LineKind`. To be extended."""
        return LineKind.PRODUCT

    def _prepare_paper_row(self, number, amount):
        """Return the row of a line that is shown, with its amount.

        :return: {"line", "kind", "depth", "name", "number", "quantity", "unit",
            "price", "discount", "taxes", "amount"}: the kind as in `LineKind`, the
            others texts, empty where nothing is shown. To be extended.
        """
        heads, kind = self._get_paper_heads(), self._get_paper_kind()
        is_priced = not any(head.collapse_prices for head in heads)
        has_amount = is_priced and kind != LineKind.NOTE
        row = {
            **self._prepare_paper_heading(kind, len(heads), self.name),
            "line": self,
        }
        if has_amount:
            row["amount"] = format_amount(self.env, amount, self._get_paper_currency())
        if kind == LineKind.PRODUCT:
            row.update(
                number=number,
                **self._prepare_paper_quantity(),
                taxes=self._get_paper_taxes(),
            )
            if is_priced:
                row.update(self._prepare_paper_price())
        return row

    def _prepare_paper_heading(self, kind, depth, name):
        """Return the row of what has a name alone."""
        texts = ("number", "quantity", "unit", "price", "discount", "taxes", "amount")
        return {
            "line": self.browse(),
            "kind": kind,
            "depth": depth,
            "name": name,
            **dict.fromkeys(texts, ""),
        }

    def _prepare_paper_quantity(self):
        """Return how much of the service paper and page say, in the language of `env`.

        :return: {"quantity", "unit"}, texts
        """
        return {
            "quantity": format_number(self.env, self._get_paper_quantity()),
            "unit": self.product_uom_id._get_paper_name(),
        }

    def _get_paper_quantity(self):
        """Return how much of the service the line is of. To be extended."""
        return self.quantity

    def _get_paper_currency(self):
        """Return the currency of the amount. To be extended."""
        return self.currency_id

    def _get_paper_taxes(self):
        """Return how the paper names the taxes of the line. To be extended."""
        return ", ".join(tax.tax_label for tax in self.tax_ids if tax.tax_label)

    def _prepare_paper_price(self):
        """Return what the service costs, as the paper says it.

        :return: {"price", "discount"}, texts
        """
        return {
            "price": format_price(self.env, self._get_paper_price()),
            "discount": format_number(self.env, self.discount) if self.discount else "",
        }

    def _get_paper_price(self):
        """Return the price that is shown. To be extended."""
        return self.price_unit
