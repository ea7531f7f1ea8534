from collections import defaultdict

from odoo import models

from ...domain.progress import DealState

UNFINISHED = (DealState.ORDERED, DealState.WORK, DealState.WORK_DONE)


class CrmLead(models.Model):
    """What is left of an order that is accepted in part: till then the deal is open."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    def _get_summary_items(self):
        items = super()._get_summary_items()
        # Prices are for those alone who may read orders.
        if not self.env["sale.order"].sudo(False).has_access("read"):
            return items
        unfinished = self.filtered(lambda lead: lead.engineering_state in UNFINISHED)
        orders = unfinished._search_engineering_orders().filtered(
            lambda order: order.state == "sale"
        )
        lines = orders.order_line.filtered(lambda line: line._is_done_by_works())
        for lead, of_deal in lines.grouped(
            lambda line: line.order_id.opportunity_id
        ).items():
            left = {line: line._get_quantity_left() for line in of_deal}
            if any(line.product_uom_qty > quantity for line, quantity in left.items()):
                items[lead].append(lead._prepare_leftover_summary_item(left))
        return items

    def _prepare_leftover_summary_item(self, left):
        """Return the item that tells what is neither accepted nor written off.

        :param left: {order line: how much of it}
        """
        sums = defaultdict(float)
        for line, quantity in left.items():
            sums[line.currency_id] += line._get_price_of(quantity)
        amounts = [
            self._format_amount(amount, currency) for currency, amount in sums.items()
        ]
        return self._prepare_summary_item(
            "leftover",
            self.env._("Not accepted yet"),
            " + ".join(amounts),
            self.env._(
                "%(left)s of %(all)s services",
                left=sum(quantity > 0 for quantity in left.values()),
                all=len(left),
            ),
        )


class SaleOrderLine(models.Model):
    """What of an ordered service its customer has still to accept."""

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    def _get_quantity_left(self):
        """Return what is neither in signed acts nor written off."""
        self.ensure_one()
        left = self._get_quantity_to_do() - self.qty_delivered
        return max(self.product_uom_id.round(left), 0.0)
