from odoo import models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...domain.quantities import get_kept
from ...domain.workflows import WorkState
from ..common.format_number import format_number
from ..common.reader_texts import changes_text
from ..common.told_at_end import gather

_lt = LazyTranslate(__name__)


class SaleOrderLine(models.Model):
    """Lines that are ordered less of, by whatever button: deal and engineer are told.

    A form writes line by line; an order is told of once, when the transaction ends.
    """

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    def write(self, vals):
        if "product_uom_qty" in vals:
            self._remember_reduction()
        return super().write(vals)

    def _remember_reduction(self, reason=None):
        """Keep what is ordered, to tell at the end what is ordered less."""
        lines = self.sudo().filtered(
            lambda line: line.order_id.engineering_calculated and line.state == "sale"
        )
        if lines:
            known = gather(self.env, "engineering_reductions", self._tell_reductions)
            for line in lines:
                known.setdefault(line.id, (line.product_uom_qty, reason))

    def _tell_reductions(self, before):
        """Tell what is ordered less: {line id: (quantity before, why)}."""
        lines = self.with_env(self.env(su=True, context={})).browse(before).exists()
        reduced = lines.filtered(
            lambda line: (
                line.product_uom_id.compare(line.product_uom_qty, before[line.id][0])
                < 0
            )
        )
        for order, of_order in reduced.grouped("order_id").items():
            words = {
                "link": order,
                "changes": changes_text(
                    [
                        (line.product_id, before[line.id][0], line.product_uom_qty)
                        for line in of_order
                    ]
                ),
                "reason": before[of_order[0].id][1] or "",
            }
            text = _lt("%(link)s is reduced. %(changes)s. %(reason)s", **words)
            order.opportunity_id._notify_deal(text)
            cards = of_order.engineering_variant_line_id.variant_id.calculation_id
            for card in cards or order.engineering_calculation_ids:
                card._notify_users(card.engineer_id, text)

    # === WORKS ===

    def _check_not_done(self, quantity):
        """Refuse to order less than is done: it stays ordered, and is settled by acts.

        :raises UserError: names the work
        """
        done = self.sudo().engineering_work_line_ids.filtered(
            lambda line: (
                line.task_id.engineering_state == WorkState.COMPLETED
                and line.quantity
                and not line.is_free
            )
        )
        if self.product_uom_id.compare(quantity, sum(done.mapped("quantity"))) < 0:
            raise UserError(
                self.env._(
                    "“%(service)s” of %(order)s: %(done)s %(unit)s are done in"
                    " %(works)s, and stay ordered. What was completed by mistake is"
                    " returned in the work.",
                    service=self.product_id.display_name,
                    order=self.order_id.name,
                    done=format_number(self.env, sum(done.mapped("quantity"))),
                    unit=self.product_uom_id.name,
                    works=", ".join(done.task_id.mapped("display_name")),
                )
            )

    def _get_kept_in_works(self, ordered):
        """Return {line of an open work: what it keeps} while only so much is ordered.

        The newest works give first.
        """
        self.ensure_one()
        amount = self.product_uom_id.round
        open_lines = self.engineering_work_line_ids.filtered(
            lambda line: line.task_id._is_open() and not line.is_free
        )
        kept = get_kept(
            amount(self.engineering_work_quantity - ordered),
            [(line, line.quantity) for line in open_lines.sorted("id", reverse=True)],
        )
        return {line: amount(quantity) for line, quantity in kept.items()}
