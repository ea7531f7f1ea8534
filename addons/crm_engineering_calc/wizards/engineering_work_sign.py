from odoo import fields, models

from ..domain.workflows import WorkEvent


class EngineeringWorkSign(models.TransientModel):
    _name = "engineering.work.sign"
    _description = "Customer's Signature of a Work"
    _inherit = ["engineering.work.dialog"]

    _target_event = WorkEvent.SIGN.value

    signed_by = fields.Char("Who Signs")
    signature = fields.Binary(attachment=False)

    def _prepare_details(self):
        return {
            **super()._prepare_details(),
            "signed_by": self.signed_by,
            "signature": self.signature,
        }
