from odoo import fields, models
from odoo.exceptions import UserError


class EngineeringOrderReduce(models.TransientModel):
    _name = "engineering.order.reduce"
    _description = "Reduce an Order"
    _inherit = ["engineering.order.less.dialog"]

    _target = "order_id"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    line_ids = fields.One2many(
        "engineering.order.reduce.line",
        "wizard_id",
        "Services",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    def _get_orders(self):
        return self.order_id

    def _get_proposed_quantities(self):
        return {
            line: line.product_uom_qty
            for line in self.order_id.order_line
            if line._is_done_by_works() and line.product_uom_qty
        }

    def action_confirm(self):
        """Reduce the order, and what open works have of it.

        :return: the action that opens the credit note, if there is something to
            credit; else that ends the dialog
        :raises UserError: nothing is reduced, or something that is done already
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self.order_id._check_can_reduce()
        quantities = self._get_quantities()
        if not self.reason.strip() or not quantities:
            raise UserError(
                self.env._(
                    "Write what stays ordered of %(order)s, and why the rest is not.",
                    order=self.order_id.display_name,
                )
            )
        credit = self.order_id._reduce(quantities, self.reason)
        if credit and credit.has_access("read"):
            return self.order_id.action_view_invoice(credit)
        return self._close()

    def _get_quantities(self):
        """Return {order line: what stays ordered} of what is reduced."""
        self._check_lines_of_order(self.line_ids.order_line_id)
        quantities = {}
        for line in self.line_ids:
            ordered, unit = line.order_line_id, line.product_uom_id
            if unit.compare(line.quantity, 0) < 0:
                raise UserError(
                    self.env._(
                        "“%(service)s” of %(order)s can stay ordered from nothing to"
                        " all that is ordered.",
                        service=ordered.name,
                        order=self.order_id.display_name,
                    )
                )
            if unit.compare(line.quantity, ordered.product_uom_qty) < 0:
                quantities[ordered] = line.quantity
        return quantities
