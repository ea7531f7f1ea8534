from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..common.own_fields_mixin import is_moved_by_machine
from ..common.reader_texts import amount_text

_lt = LazyTranslate(__name__)


class SaleOrder(models.Model):
    """An order tells its deal what becomes of it."""

    _name = "sale.order"
    _inherit = "sale.order"

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._update_deals()
        return orders

    def write(self, vals):
        if vals.get("state") == "cancel":
            self.check_access("write")
            self._of_engineering()._check_can_cancel()
        # Whoever brings an order back by a button of ours tells that himself.
        is_told = is_moved_by_machine(self.env)
        result = super().write(vals)
        if vals.get("state") in ("sent", "sale") and not is_told:
            self._of_engineering()._notify_proposal(vals["state"])
        if self._get_deal_fields().intersection(vals):
            self._update_deals()
        if vals.get("state") == "sale":
            self._of_engineering().sudo().opportunity_id._follow_order()
        return result

    def unlink(self):
        leads = self._of_engineering().sudo().opportunity_id
        result = super().unlink()
        leads._update_engineering_state()
        return result

    @api.model
    def _get_deal_fields(self):
        """Return what of an order decides where its deal stands. To be extended."""
        return {"date_order", "engineering_variant_ids", "state", "validity_date"}

    def _update_begun_deals(self):
        """Let the deals stand where they are with what is ordered by now.

        A proposal is an order, too, once works have begun.
        """
        self.filtered(
            lambda order: (
                order.engineering_calculated
                and (
                    order.state == "sale" or order.order_line.engineering_work_line_ids
                )
            )
        )._update_deals()

    def _update_deals(self):
        """Let the deals stand where their proposals and orders are by now."""
        self._of_engineering().sudo().opportunity_id._update_engineering_state()

    def _notify_proposal(self, state):
        """Tell the deal that its proposal went out, or became an order."""
        for order in self:
            facts = {
                "link": order,
                "total": amount_text(order.amount_total, order.currency_id),
            }
            order.opportunity_id._notify_deal(
                _lt("Proposal %(link)s is sent: %(total)s", **facts)
                if state == "sent"
                else _lt("Order %(link)s is confirmed: %(total)s", **facts),
                author=order._get_signatory(),
            )
