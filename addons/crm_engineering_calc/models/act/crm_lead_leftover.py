from collections import defaultdict

from odoo import api, fields, models

from ...domain.progress import UNDER_WAY
from ..common.field_groups import ENGINEERING, SALES


class CrmLead(models.Model):
    """What is left of an order that is accepted in part: till then the deal is open."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_leftover = fields.Char(
        "Not accepted yet",
        compute="_compute_engineering_leftover",
        groups=SALES,
        export_string_translation=False,
        help="What is ordered, and neither in signed acts nor written off.",
    )

    @api.depends(lambda self: self._get_summary_dependencies())
    @api.depends_context("lang", "uid")
    def _compute_engineering_leftover(self):
        leftovers = self._origin.sudo()._get_leftovers()
        for lead in self:
            left = leftovers.get(lead._origin)
            texts = lead._get_leftover_texts(left) if left else ()
            lead.engineering_leftover = " · ".join(texts)

    def _get_leftovers(self):
        """Return {deal: {order line: what its customer has still to accept}}.

        A deal with nothing left, which a claim keeps open, is not among them. To be
        called as superuser: orders of colleagues count, too.
        """
        unfinished = self.filtered(lambda lead: lead.engineering_state in UNDER_WAY)
        orders = unfinished._search_engineering_orders().filtered(
            lambda order: order.state == "sale"
        )
        lines = orders.order_line.filtered(lambda line: line._is_done_by_works())
        by_deal = lines.grouped(lambda line: line.order_id.opportunity_id)
        leftovers = {
            lead: {line: line._get_quantity_left() for line in of_deal}
            for lead, of_deal in by_deal.items()
        }
        return {lead: left for lead, left in leftovers.items() if any(left.values())}

    def _get_summary_items(self):
        items = super()._get_summary_items()
        # Prices are for those alone who may read orders.
        if not self.env["sale.order"].sudo(False).has_access("read"):
            return items
        having = items.filter_having(self, "sale.order")
        for lead, left in having._get_leftovers().items():
            if any(line.product_uom_qty > quantity for line, quantity in left.items()):
                items[lead].append(lead._prepare_leftover_summary_item(left))
        return items

    def _prepare_leftover_summary_item(self, left):
        """Return the item that tells what is neither accepted nor written off.

        :param left: {order line: how much of it}
        """
        return self._prepare_summary_item(
            "leftover",
            self.env._("Not accepted yet"),
            *self._get_leftover_texts(left),
        )

    def _get_leftover_texts(self, left):
        """Return what it costs, and how many services it is."""
        sums = defaultdict(float)
        for line, quantity in left.items():
            sums[line.currency_id] += line._get_price_of(quantity)
        amounts = [
            self._format_amount(amount, currency) for currency, amount in sums.items()
        ]
        return (
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

    engineering_left_quantity = fields.Float(
        "Not Accepted",
        compute="_compute_engineering_left_quantity",
        digits="Product Unit",
        compute_sudo=True,
        groups=ENGINEERING,
        help="Neither in signed acts nor written off.",
    )

    @api.depends("engineering_written_off_quantity", "product_uom_qty", "qty_delivered")
    def _compute_engineering_left_quantity(self):
        for line in self:
            left = line._get_quantity_left() if line._is_done_by_works() else 0.0
            line.engineering_left_quantity = left

    def _get_quantity_left(self):
        """Return what is neither in signed acts nor written off."""
        self.ensure_one()
        left = self._get_quantity_to_do() - self.qty_delivered
        return max(self.product_uom_id.round(left), 0.0)
