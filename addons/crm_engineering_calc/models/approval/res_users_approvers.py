from odoo import models


class ResUsers(models.Model):
    """Who leaves approves nothing any more: others are asked instead."""

    _name = "res.users"
    _inherit = "res.users"

    def _follow_leaving(self, before):
        result = super()._follow_leaving(before)
        self.env["engineering.approval"]._follow_approvers(
            [("approver_ids", "in", self.ids)]
        )
        return result
