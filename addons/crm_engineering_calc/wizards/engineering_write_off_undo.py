from odoo import fields, models


class EngineeringWriteOffUndo(models.TransientModel):
    _name = "engineering.write.off.undo"
    _description = "Undo a Write-off"
    _inherit = ["engineering.dialog"]

    _target = "write_off_id"

    write_off_id = fields.Many2one(
        "engineering.write.off", required=True, ondelete="cascade", readonly=True
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Let what was written off be open again.

        :return: the action that ends the dialog
        :raises UserError: it is undone already, or no reason is given
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self.write_off_id._undo(self.reason)
        return self._close()
