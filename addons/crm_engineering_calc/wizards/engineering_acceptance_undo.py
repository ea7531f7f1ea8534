from odoo import fields, models


class EngineeringAcceptanceUndo(models.TransientModel):
    _name = "engineering.acceptance.undo"
    _description = "Undo an Acceptance"
    _inherit = ["engineering.dialog"]

    _target = "order_id"

    order_id = fields.Many2one(
        "sale.order", required=True, ondelete="cascade", readonly=True
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Let the order be an open proposal again, for the reason given.

        :return: the action that ends the dialog
        :raises UserError: no reason is given, or something follows from it already
        :raises AccessError: the user heads neither the sales nor the order's team
        """
        self.ensure_one()
        self.order_id._undo_acceptance(self.reason)
        return self._close()
