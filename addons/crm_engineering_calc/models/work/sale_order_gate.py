from odoo import fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """When works of an order may begin."""

    _name = "sale.order"
    _inherit = "sale.order"

    def _check_work_gate(self, direction):
        self.ensure_one()
        direction._check_work_gate(self)

    def _may_begin(self, direction):
        """Return whether the gate of a direction is open."""
        try:
            self._check_work_gate(direction)
        except UserError:
            return False
        return True

    def _get_amount_missing_for_gate(self, gate):
        """Return what must be paid, in the order's currency, before works begin.

        :param gate: a value of `engineering.direction.work_gate`
        """
        self.ensure_one()
        if gate not in ("payment", "full_payment"):
            return 0.0
        paid = self._get_paid_amount()
        missing = self.currency_id.round(self.amount_total - paid)
        if gate == "payment" and self.currency_id.compare_amounts(paid, 0) > 0:
            return 0.0
        return max(missing, 0.0)

    def _get_paid_amount(self):
        """Return what was paid of the order's lines by posted invoices.

        Of an invoice that is paid in part, or bills several orders, each line counts
        as paid in the same part.
        """
        self.ensure_one()
        paid = 0.0
        # A manager who may create works need not have rights on invoices.
        for line in self.sudo().order_line.invoice_lines:
            invoice = line.move_id
            if invoice.state != "posted" or not invoice.amount_total:
                continue
            part = 1 - invoice.amount_residual / invoice.amount_total
            sign = -1 if invoice.move_type == "out_refund" else 1
            paid += invoice.currency_id._convert(
                sign * part * line.price_total,
                self.currency_id,
                self.company_id,
                invoice.invoice_date or fields.Date.context_today(self),
                round=False,
            )
        return max(self.currency_id.round(paid), self.sudo().amount_paid)
