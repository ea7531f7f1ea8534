from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..common.concurrency import serialize
from ..common.field_groups import SALES
from ..common.reader_texts import amount_text

_lt = LazyTranslate(__name__)


class SaleOrder(models.Model):
    """An order that is reduced: what is not done gets free, and the rest is settled."""

    _name = "sale.order"
    _inherit = "sale.order"

    engineering_can_reduce = fields.Boolean(
        "Reduce the order", compute="_compute_engineering_can_reduce", groups=SALES
    )

    @api.depends("engineering_calculated", "locked", "state")
    def _compute_engineering_can_reduce(self):
        for order in self:
            order.engineering_can_reduce = (
                order.engineering_calculated
                and order.state == "sale"
                and not order.locked
            )

    def action_reduce_order(self):
        """Ask what of the order is not wanted any more.

        :return: the action that opens the dialog
        :raises UserError: the order was not made from a calculation, or is not
            confirmed
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._check_can_reduce()
        return self._open_dialog("engineering.order.reduce", self.env._("Reduce Order"))

    def _check_can_reduce(self):
        self.check_access("write")
        self.opportunity_id._check_managed_by_user()
        if not self.engineering_calculated or self.state != "sale":
            raise UserError(
                self.env._(
                    "%(order)s is no confirmed order of a calculation. Change its"
                    " lines themselves.",
                    order=self.display_name,
                )
            )

    def _reduce(self, quantities, reason):
        """Order less, and let open works do no more than is ordered.

        :param quantities: {order line: quantity that stays ordered}
        :return: the credit note of what was invoiced and is not ordered any more
        :raises UserError: some of it is done already
        """
        self.ensure_one()
        lines = self.order_line.browse().concat(*quantities)
        serialize(lines)
        lines.invalidate_recordset(["engineering_work_quantity"])
        for line, quantity in quantities.items():
            line._check_not_done(quantity)
        self._free_from_works(quantities, reason)
        lines._remember_reduction(reason)
        for line, quantity in quantities.items():
            line.product_uom_qty = quantity
        return self._settle_invoices()

    def _free_from_works(self, quantities, reason):
        """Take from open works, the newest first, what is not ordered any more."""
        kept = {}
        for line, quantity in quantities.items():
            kept |= line.sudo()._get_kept_in_works(quantity)
        works = self.env["project.task"].sudo()
        works = works.browse(dict.fromkeys(line.task_id.id for line in kept))
        for work in works.with_env(self.env):
            work._reduce_work(kept, self, reason)

    def _settle_invoices(self):
        """Drop drafts of what was ordered before; credit what is invoiced beyond it.

        Who reduces the order need have no right to delete an invoice that nobody has
        posted: it would be made again.
        """
        order = self.sudo()
        order.invoice_ids.filtered(
            lambda move: (
                move.state == "draft"
                and not move.posted_before
                and move.line_ids.sale_line_ids.order_id == order
            )
        ).unlink()
        beyond = self.currency_id.round(
            order.engineering_amount_invoiced - order.amount_total
        )
        return self._credit(beyond) if beyond > 0 else self.env["account.move"]

    def _credit(self, beyond):
        """Return the draft of the host's credit note of what is invoiced beyond.

        Where it would take back a prepayment for what is still ordered, there is none.
        """
        credit = self._create_invoices(final=True)
        is_credit = credit.move_type == "out_refund"
        if (
            is_credit
            and self.currency_id.compare_amounts(credit.amount_total, beyond) <= 0
        ):
            self._ask_to_post(credit)
            return credit
        credit.sudo().unlink()
        words = self.sudo()._get_money_words()
        words["beyond"] = amount_text(beyond, self.currency_id)
        self._tell_deal(
            _lt(
                "%(link)s: invoiced %(invoiced)s, and ordered only %(total)s. Let the"
                " accountant credit %(beyond)s",
                **words,
            ),
            inbox=True,
        )
        return credit.browse()
