from odoo import models
from odoo.fields import Domain

from ...domain.workflows import CalculationState


class EngineeringOfferTaxesMixin(models.AbstractModel):
    """The proposals and orders that taxes of variants are those of.

    Who calculates need not see them, hence superuser.
    """

    _name = "engineering.offer.taxes.mixin"
    _description = "Taxes of proposals"

    def _search_valid_papers(self):
        """Return the proposals that can still be ordered, and the orders."""
        completed = self.filtered(
            lambda variant: variant.state == CalculationState.COMPLETED
        )
        orders = self.env["sale.order"].sudo()
        if not completed:
            return orders
        variants = Domain("calculation_id", "in", completed.calculation_id.ids)
        return orders.search(
            Domain("state", "in", ("draft", "sent", "sale"))
            & Domain("engineering_superseded_by_id", "=", False)
            & (
                Domain("engineering_variant_ids", "any", variants)
                | Domain("engineering_offered_variant_ids", "any", variants)
            ),
            order="id",
        )

    def _get_open_proposals(self):
        """Return {variant: the newest proposal of it that is not settled}."""
        proposals = {}
        for order in self._search_valid_papers():
            if not order._is_settled():
                variants = order._get_all_variants().with_env(self.env) & self
                proposals.update(dict.fromkeys(variants, order))
        return proposals

    def _get_ordered_taxes(self, proposals):
        """Return {line: the taxes that it has in the proposal of its variant}."""
        taxes = {}
        for variant, order in proposals.items():
            for order_line in order.order_line:
                line = order_line.engineering_variant_line_id.with_env(self.env)
                same = line.product_id.id == order_line.product_id.id
                if same and line.variant_id == variant:
                    taxes[line] = order_line.tax_ids.with_env(self.env)
        return taxes

    def _get_settled_calculations(self):
        """Return the calculations of which something is signed or ordered."""
        settled = self._search_valid_papers().filtered(
            lambda order: order._is_settled()
        )
        variants = settled._get_all_variants()
        return variants.calculation_id.with_env(self.env)
