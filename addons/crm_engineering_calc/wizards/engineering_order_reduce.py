from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class EngineeringOrderReduce(models.TransientModel):
    _name = "engineering.order.reduce"
    _description = "Reduce an Order"
    _inherit = ["engineering.dialog"]

    _target = "order_id"
    _target_operation = "write"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    reason = fields.Text(required=True)
    line_ids = fields.One2many(
        "engineering.order.reduce.line",
        "wizard_id",
        "Services",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    @api.depends("order_id")
    def _compute_line_ids(self):
        for wizard in self:
            lines = wizard.order_id.order_line.filtered(
                lambda line: line._is_done_by_works() and line.product_uom_qty
            )
            wizard.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "order_line_id": line._origin.id,
                        "quantity": line.product_uom_qty,
                    }
                )
                for line in lines
            ]

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
        quantities = {}
        for line in self.line_ids:
            ordered, unit = line.order_line_id, line.product_uom_id
            if ordered.order_id != self.order_id or unit.compare(line.quantity, 0) < 0:
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
