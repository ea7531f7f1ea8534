from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.translate import LazyTranslate

from ..common.activity_types import DEAL
from ..common.concurrency import serialize
from ..common.reader_texts import as_read_by, to_text
from ..common.selections import PREPAYMENT

_lt = LazyTranslate(__name__)

BILLING = "account.group_account_invoice"


class SaleOrder(models.Model):
    """The invoice that the customer pays an order by."""

    _name = "sale.order"
    _inherit = "sale.order"

    def _is_left_to_bill(self):
        """Return whether the order can have an invoice that it has not got."""
        self.ensure_one()
        lines = self._get_invoiceable_lines(final=True)
        return bool(self._get_prepayment() or lines.filtered("product_id"))

    def _is_next_to_bill(self):
        """Return whether more is to be invoiced before all is paid. To be extended."""
        return False

    def _get_invoice_to_pay(self):
        """Return the invoice that waits for its payment, or is not posted yet."""
        self.ensure_one()
        return self.sudo().invoice_ids.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and (
                    move.state == "draft"
                    or move.state == "posted"
                    and move.payment_state in ("not_paid", "partial")
                )
            )
        )[:1]

    def _invoice_for_payment(self):
        """Return the action that sends the invoice for payment; make it if need be."""
        self.ensure_one()
        serialize(self)
        invoice = not self._is_next_to_bill() and self._get_invoice_to_pay()
        invoice = invoice or self._create_invoice_for_payment()
        return self._show_invoice_to_send(invoice)

    def _show_invoice_to_send(self, invoices):
        """Return the action that sends an invoice, or opens it where it can't be sent.

        :param invoices: of several, they are listed
        """
        invoice = invoices.sudo(self.env.su)
        if len(invoice) > 1:
            return self.action_view_invoice(invoices=invoice)
        self._check_invoice_is_seen(invoice)
        if invoice.state == "draft" and self.env.user.has_group(BILLING):
            invoice.action_post()
        if invoice.state == "posted" and not invoice.is_move_sent:
            return invoice.action_invoice_sent()
        return self.action_view_invoice(invoices=invoice)

    def _check_invoice_is_seen(self, invoice):
        if not invoice.has_access("read"):
            raise UserError(
                self.env._(
                    "%(order)s has the invoice %(invoice)s, which is not yours to open."
                    " Ask %(who)s to send it.",
                    order=self.display_name,
                    invoice=invoice.sudo().display_name,
                    who=invoice.sudo().invoice_user_id.name
                    or self.env._("the accountant"),
                )
            )

    def _create_invoice_for_payment(self):
        if not self._is_left_to_bill():
            raise UserError(self._get_nothing_to_bill_message())
        percent = self._get_prepayment()
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": [Command.set(self.ids)],
                "advance_payment_method": "percentage" if percent else "delivered",
                "amount": percent,
            }
        )
        wizard._check_amount_is_positive()
        invoice = wizard._create_invoices(self)
        if not self.env.user.has_group(BILLING):
            self._ask_to_post(invoice)
        return invoice

    def _get_nothing_to_bill_message(self):
        return self.env._(
            "Nothing of %(order)s is left to invoice by now: %(invoiced)s of %(total)s"
            " is invoiced. Services that are invoiced as delivered follow with their"
            " signed acts.",
            order=self.display_name,
            invoiced=self.currency_id.format(self.engineering_amount_invoiced),
            total=self.currency_id.format(self.amount_total),
        )

    def _get_prepayment(self):
        """Return which percentage is to be paid in advance; none after an invoice.

        Of several directions each has its part: 100 of one that invoices at once.
        """
        self.ensure_one()
        directions = self._get_directions()
        is_invoiced = self.currency_id.compare_amounts(
            self.engineering_amount_invoiced, 0
        )
        if is_invoiced or PREPAYMENT not in directions.mapped("first_invoice"):
            return 0.0
        shares = [
            (line.price_total, line.engineering_direction_id._get_first_percent())
            for line in self.order_line
            if line.engineering_direction_id
        ]
        total = sum(amount for amount, _percent in shares)
        return total and sum(amount * percent for amount, percent in shares) / total

    def _ask_to_post(self, invoice):
        """Ask the accountant of the direction for what the manager may not do."""
        for accountant in self._get_directions().accountant_id:
            card = as_read_by(invoice.sudo(), accountant)
            card.activity_schedule(
                DEAL,
                user_id=accountant.id,
                summary=to_text(card.env, _lt("Confirm the invoice")),
                note=to_text(
                    card.env,
                    _lt(
                        "%(manager)s sends it to the customer then.",
                        manager=self.env.user.name,
                    ),
                ),
            )

    def _end_asking_to_post(self):
        """Take off lists what is posted; return whether it was asked for."""
        posted = self.sudo().invoice_ids.filtered(lambda move: move.state == "posted")
        asked = posted.activity_search([DEAL])
        return asked.unlink() if asked else False
