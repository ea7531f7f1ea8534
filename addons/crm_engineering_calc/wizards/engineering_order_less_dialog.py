from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class EngineeringOrderLessDialog(models.AbstractModel):
    """What of orders will not be done after all, service by service, and why.

    The model has the services in its `line_ids`, which `_compute_line_ids` fills, and
    says in `_get_orders` whose they are.
    """

    _name = "engineering.order.less.dialog"
    _description = "Dialog about what of an order will not be done"
    _inherit = ["engineering.dialog"]

    _target_operation = "write"

    reason = fields.Text(required=True)

    @api.depends(lambda self: [self._target] if self._target else [])
    def _compute_line_ids(self):
        for dialog in self:
            dialog.line_ids = [Command.clear()] + [
                Command.create({"order_line_id": line._origin.id, "quantity": quantity})
                for line, quantity in dialog._get_proposed_quantities().items()
            ]

    def _get_orders(self):
        """Return the orders that the dialog is about."""
        raise NotImplementedError

    def _get_proposed_quantities(self):
        """Return {order line: the quantity that the dialog begins with}."""
        raise NotImplementedError

    def _check_lines_of_order(self, order_lines):
        """Refuse services of another order.

        :raises UserError: names the service
        """
        orders = self._get_orders()
        for line in order_lines:
            if line.order_id not in orders:
                raise UserError(
                    self.env._(
                        "“%(service)s” is no service of %(order)s. Choose of its own.",
                        service=line.name,
                        order=", ".join(orders.mapped("display_name")),
                    )
                )
