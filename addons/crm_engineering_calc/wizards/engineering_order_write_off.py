from odoo import api, fields, models
from odoo.exceptions import UserError


class EngineeringOrderWriteOff(models.TransientModel):
    _name = "engineering.order.write.off"
    _description = "Write off what will not be done"
    _inherit = ["engineering.order.less.dialog"]

    _target = "lead_id"

    lead_id = fields.Many2one("crm.lead", "Deal", required=True, ondelete="cascade")
    order_id = fields.Many2one(
        "sale.order",
        ondelete="cascade",
        help="The one of the deal's orders that is written off; empty: any of them.",
    )
    line_ids = fields.One2many(
        "engineering.order.write.off.line",
        "wizard_id",
        "Services",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    has_choice = fields.Boolean(compute="_compute_has_choice")
    has_several_orders = fields.Boolean(compute="_compute_has_choice")

    def _prepare_defaults(self, records):
        if records._name != "sale.order":
            return super()._prepare_defaults(records)
        order = records[:1]
        return {"lead_id": order.opportunity_id.id, "order_id": order.id}

    @api.depends("order_id")
    def _compute_line_ids(self):
        return super()._compute_line_ids()

    @api.depends("line_ids")
    def _compute_has_choice(self):
        for dialog in self:
            lines = dialog.line_ids.order_line_id
            dialog.has_choice = len(lines) > 1
            dialog.has_several_orders = len(lines.order_id) > 1

    def _get_orders(self):
        """Return the confirmed orders of the deal that its manager may read."""
        orders = self.lead_id.engineering_progress_line_ids.order_id
        return orders & self.order_id._origin if self.order_id else orders

    def _get_proposed_quantities(self):
        """Choose nothing where there is a choice, and else all that is open."""
        lines = self._get_orders()._get_workable_lines()
        only = len(lines) == 1
        return {line: line._get_quantity_open() if only else 0.0 for line in lines}

    def action_confirm(self):
        """Write off what is chosen.

        :return: the action that ends the dialog
        :raises UserError: nothing is chosen, or more than is open
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._confirm_once()
        chosen = self.line_ids.filtered("quantity")
        if not chosen:
            raise UserError(
                self.env._(
                    "Write what of %(order)s will not be done, and why.",
                    order=(self.order_id or self.lead_id).display_name,
                )
            )
        by_order = chosen.grouped(lambda line: line.order_line_id.order_id)
        # An order that was cancelled meanwhile is none of the deal's to choose from.
        for order in by_order:
            order._check_can_reduce()
        self._check_lines_of_order(chosen.order_line_id)
        for order, lines in by_order.items():
            quantities = {line.order_line_id: line.quantity for line in lines}
            order._write_off(quantities, self.reason)
        return self._close()

    def action_confirm_all(self):
        """Write off all that is open of the orders.

        :return: the action that ends the dialog
        :raises UserError: nothing is open
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        for line in self.line_ids:
            line.quantity = line.open_quantity
        return self.action_confirm()
