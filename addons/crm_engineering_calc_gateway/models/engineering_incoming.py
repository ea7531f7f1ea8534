from odoo import models


class EngineeringIncoming(models.Model):
    """What was written in a chat is read there."""

    _name = "engineering.incoming"
    _inherit = "engineering.incoming"

    def action_open(self):
        if self.res_model == "discuss.channel" and self.lead_id._is_managed_by_user():
            return self.lead_id.action_open_chat()
        return super().action_open()
