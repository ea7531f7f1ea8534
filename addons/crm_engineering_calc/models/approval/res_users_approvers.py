from odoo import models


class ResUsers(models.Model):
    """Who leaves approves nothing any more: others are asked instead."""

    _name = "res.users"
    _inherit = "res.users"

    def _follow_leaving(self, before):
        result = super()._follow_leaving(before)
        had_a_role = {
            user.id
            for of_role in before.values()
            for user, was in of_role.items()
            if was
        }
        if had_a_role:
            self.env["engineering.approval"]._follow_approvers(
                [("approver_ids", "in", list(had_a_role))]
            )
        return result
