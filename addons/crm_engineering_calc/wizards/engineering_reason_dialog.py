from odoo import fields, models


class EngineeringReasonDialog(models.AbstractModel):
    """A dialog that sends an event with the reason for it."""

    _name = "engineering.reason.dialog"
    _description = "Dialog that asks for the reason of an event"
    _inherit = ["engineering.event.dialog"]

    reason = fields.Text(required=True)

    def _prepare_details(self):
        return {**super()._prepare_details(), "reason": self.reason}
