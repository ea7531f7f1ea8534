from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.concurrency import serialize
from ..common.field_groups import SALES


class CrmLead(models.Model):
    """Invoices of what a deal has ordered."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_invoice_count = fields.Integer(
        "Invoice Count", compute="_compute_engineering_invoice_count", groups=SALES
    )

    @api.depends("order_ids.invoice_ids")
    @api.depends_context("uid")
    def _compute_engineering_invoice_count(self):
        for lead in self:
            lead.engineering_invoice_count = len(lead._get_invoices())

    def _get_invoices(self):
        """Return the invoices and credit notes of the deal that the user may read."""
        orders = self.sudo()._get_engineering_orders()
        return orders.invoice_ids.sudo(self.env.su)._filtered_access("read")

    def action_view_invoices(self):
        """Return the action that opens the deal's invoice, or their list."""
        self.ensure_one()
        return self._get_engineering_orders().action_view_invoice(self._get_invoices())

    def action_create_invoice(self):
        """Make the invoice for payment that the direction asks for, and send it.

        A second click goes on with what the first one made: an order has no other
        invoice while one is not paid.

        :return: the action that sends the invoice, opens it where the user may not
            post or has sent it, or asks of which order it is
        :raises UserError: nothing is ordered, unpaid or left to invoice, or the deal
            is lost or archived
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._check_managed_by_user()
        self._check_active()
        orders = self._get_orders_to_invoice()
        if len(orders) > 1:
            return self._open_dialog(
                "engineering.invoice.create", self.env._("Invoice for Payment")
            )
        return self._invoice_order(orders)

    def _invoice_order(self, order):
        """Return the action that sends the invoice of an order of the deal."""
        self.ensure_one()
        serialize(self)
        if order not in self._get_orders_to_invoice():
            raise UserError(
                self.env._(
                    "%(order)s is no unpaid order of “%(deal)s”.",
                    order=order.display_name,
                    deal=self.name,
                )
            )
        return order._invoice_for_payment()

    def _get_orders_to_invoice(self):
        """Return the orders of which something is still to be paid.

        :raises UserError: there is none; tells why
        """
        ordered = self._get_engineering_orders().filtered(
            lambda order: order.state == "sale"
        )
        if not ordered:
            raise UserError(
                self.env._(
                    "“%(deal)s” has no order to invoice. Confirm its proposal first.",
                    deal=self.name,
                )
            )
        unpaid = ordered.filtered_domain(ordered._get_unpaid_domain())
        if not unpaid:
            raise UserError(
                self.env._(
                    "All that is ordered in “%(deal)s” is paid or written off:"
                    " %(orders)s.",
                    deal=self.name,
                    orders=", ".join(ordered.mapped("name")),
                )
            )
        left = unpaid.filtered(
            lambda order: order._get_invoice_to_pay() or order._is_left_to_bill()
        )
        return left or unpaid[:1]
