from odoo import fields, models


class EngineeringAgreementUnsign(models.TransientModel):
    _name = "engineering.agreement.unsign"
    _description = "Take Off the Signed Copy of a Contract"
    _inherit = ["engineering.dialog"]

    _target = "agreement_id"

    agreement_id = fields.Many2one(
        "agreement", required=True, ondelete="cascade", readonly=True
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Let the contract be without its signed copy, for the reason given.

        :return: the action that ends the dialog
        :raises UserError: no reason is given, or the contract has no signed copy
        :raises AccessError: the user is no engineering administrator
        """
        self.ensure_one()
        self.agreement_id._take_off_signed_copy(self.reason)
        return self._close()
