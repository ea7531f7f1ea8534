from odoo import fields, models


class EngineeringOrderWriteOff(models.TransientModel):
    _name = "engineering.order.write.off"
    _description = "Write off what will not be done"
    _inherit = ["engineering.order.less.dialog"]

    line_ids = fields.One2many(
        "engineering.order.write.off.line",
        "wizard_id",
        "Services",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    def _get_proposed_quantities(self):
        return {
            line: line._get_quantity_open()
            for line in self.order_id._get_workable_lines()
        }

    def action_confirm(self):
        """Write off what is chosen.

        :return: the action that ends the dialog
        :raises UserError: nothing is chosen, or more than is open
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._confirm_once()
        self._check_lines_of_order()
        quantities = {
            line.order_line_id: line.quantity for line in self.line_ids if line.quantity
        }
        self.order_id._write_off(quantities, self.reason)
        return self._close()
