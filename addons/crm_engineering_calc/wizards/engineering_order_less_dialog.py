from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class EngineeringOrderLessDialog(models.AbstractModel):
    """What of an order will not be done after all, service by service, and why.

    The model has the services in its `line_ids`, which `_compute_line_ids` fills.
    """

    _name = "engineering.order.less.dialog"
    _description = "Dialog about what of an order will not be done"
    _inherit = ["engineering.dialog"]

    _target = "order_id"
    _target_operation = "write"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    reason = fields.Text(required=True)

    @api.depends("order_id")
    def _compute_line_ids(self):
        for dialog in self:
            dialog.line_ids = [Command.clear()] + [
                Command.create({"order_line_id": line._origin.id, "quantity": quantity})
                for line, quantity in dialog._get_proposed_quantities().items()
            ]

    def _get_proposed_quantities(self):
        """Return {order line: the quantity that the dialog begins with}."""
        raise NotImplementedError

    def _check_lines_of_order(self):
        """Refuse services of another order.

        :raises UserError: names the service
        """
        for line in self.line_ids.order_line_id:
            if line.order_id != self.order_id:
                raise UserError(
                    self.env._(
                        "“%(service)s” is no service of %(order)s. Choose of its own.",
                        service=line.name,
                        order=self.order_id.display_name,
                    )
                )
