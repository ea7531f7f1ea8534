from odoo import models
from odoo.fields import Command, Domain
from odoo.tools.misc import format_date

from ...domain.workflows import ActState
from ..common.concurrency import serialize
from ..work.sale_order_invoice import BILLING
from .invoice_values import get_order_lines, get_quantities, match_amounts


class _Bill:
    """The acts that an invoice is made of; no client can forge it."""

    def __init__(self, acts):
        self.acts = acts


class SaleOrder(models.Model):
    """Invoices of acts: they bill what was accepted, name the acts and equal them."""

    _name = "sale.order"
    _inherit = "sale.order"

    # === OF CHOSEN ACTS ===

    def _invoice_acts(self, acts):
        """Return the invoices of what these acts accept, and of nothing else."""
        moves = self.with_context(engineering_bill=_Bill(acts))._create_invoices(
            final=True
        )
        moves = moves.with_context(engineering_bill=None)
        if not self.env.user.has_group(BILLING):
            for order in self:
                order._ask_to_post(moves & order.sudo().invoice_ids)
        return moves

    def _get_acts_invoiced_message(self, acts):
        invoices = self.sudo().invoice_ids.filtered(lambda move: move.state != "cancel")
        return self.env._(
            "Nothing of act %(act)s is left to invoice: %(orders)s is invoiced by"
            " %(invoices)s.",
            act=", ".join(acts.mapped("name")),
            orders=", ".join(self.mapped("name")),
            invoices=", ".join(invoices.mapped("display_name")) or "—",
        )

    def _get_bill(self):
        """Return which acts the invoice is of that is made now, if it is of such."""
        bill = self.env.context.get("engineering_bill")
        return bill.acts if isinstance(bill, _Bill) else None

    def _create_invoices(self, grouped=False, final=False, date=None):
        ours = self._of_engineering()
        serialize(ours.sudo())
        lines = ours.order_line.filtered(lambda line: line._is_delivered_by_acts())
        # Timesheets of a chosen period would decide what acts have delivered.
        lines._compute_engineering_qty_to_invoice()
        if (acts := self._get_bill()) is not None:
            lines = ours.order_line.filtered(lambda line: not line.is_downpayment)
            lines._limit_qty_to_invoice(acts)
        moves = super()._create_invoices(grouped=grouped, final=final, date=date)
        if acts is not None:
            self.env.add_to_compute(lines._fields["qty_to_invoice"], lines)
        return moves

    # === OF ALL THAT IS SIGNED ===

    def _is_next_to_bill(self):
        return super()._is_next_to_bill() or bool(self._get_acts_to_bill())

    def _get_acts_to_bill(self):
        """Return the signed acts of the orders that are in no invoice, as superuser."""
        signed = Domain("line_ids.order_line_id.order_id", "in", self.ids) & Domain(
            "state", "=", ActState.SIGNED.value
        )
        acts = self.env["engineering.act"].sudo().search(signed, order="date, id")
        return acts.filtered("is_to_bill")

    def _create_account_invoices(self, invoice_vals_list, final):
        ours = self._of_engineering()
        if not ours:
            return super()._create_account_invoices(invoice_vals_list, final)
        chosen = self._get_bill()
        acts = ours._get_acts_to_bill() if chosen is None else chosen.sudo()
        billed = [ours._bill_acts(values, acts) for values in invoice_vals_list]
        for values in invoice_vals_list:
            ours._deduct_prepayments(values)
        moves = super()._create_account_invoices(invoice_vals_list, final)
        for move, of_move in zip(moves, billed, strict=True):
            if of_move:
                move._as_machine().write({"engineering_act_ids": of_move.ids})
        return moves

    def _bill_acts(self, values, acts):
        """Let an invoice name the acts that it bills, and equal them.

        :param values: the values of the invoice, which are changed
        :return: those of `acts` that it bills
        """
        left = get_quantities(self.env, values)
        billed = acts.browse()
        for act in acts:
            quantities = act._get_billed_quantities()
            fits = all(
                line.product_uom_id.compare(left[line], quantity) >= 0
                for line, quantity in quantities.items()
            )
            if fits or (self._get_bill() and any(left[line] for line in quantities)):
                billed |= act
                for line, quantity in quantities.items():
                    left[line] -= quantity
        if not billed:
            return billed
        if all(line.product_uom_id.is_zero(rest) for line, rest in left.items()):
            self._equal_acts(values, billed)
        note = Command.create(self._prepare_acts_note(values, billed))
        values["invoice_line_ids"] = [note, *values["invoice_line_ids"]]
        return billed

    def _equal_acts(self, values, acts):
        match_amounts(
            self.env,
            values,
            sum(acts.mapped("amount_untaxed")),
            sum(acts.mapped("amount_tax")),
        )

    def _prepare_acts_note(self, values, acts):
        """Return the values of the invoice's line that names its acts."""
        partner = self.env["res.partner"].browse(values["partner_id"])
        env = self.with_context(lang=partner.lang or self.env.lang).env
        names = (
            env._(
                "Act No. %(number)s of %(date)s",
                number=act.name,
                date=format_date(env, act.date),
            )
            for act in acts
        )
        return {
            "display_type": "line_note",
            "name": "\n".join(names),
            "sequence": min(
                (line.get("sequence", 0) for line in get_order_lines(values)), default=0
            )
            - 1,
        }
