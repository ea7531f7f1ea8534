from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class EngineeringOrderWriteOff(models.TransientModel):
    _name = "engineering.order.write.off"
    _description = "Write off what will not be done"
    _inherit = ["engineering.dialog"]

    _target = "order_id"
    _target_operation = "write"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    reason = fields.Text(required=True)
    line_ids = fields.One2many(
        "engineering.order.write.off.line",
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
            wizard.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "order_line_id": line._origin.id,
                        "quantity": line._get_quantity_open(),
                    }
                )
                for line in wizard.order_id._get_workable_lines()
            ]

    def action_confirm(self):
        """Write off what is chosen.

        :return: the action that ends the dialog
        :raises UserError: nothing is chosen, or more than is open
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._confirm_once()
        quantities = {
            line.order_line_id: line.quantity for line in self.line_ids if line.quantity
        }
        foreign = [line for line in quantities if line.order_id != self.order_id]
        if foreign:
            raise UserError(
                self.env._(
                    "“%(service)s” is no service of %(order)s. Choose of its own.",
                    service=foreign[0].name,
                    order=self.order_id.display_name,
                )
            )
        self.order_id._write_off(quantities, self.reason)
        return self._close()
