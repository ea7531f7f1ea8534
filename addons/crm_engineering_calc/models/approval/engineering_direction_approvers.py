from odoo import models


class EngineeringDirection(models.Model):
    """Whom a direction names by now approves what waits."""

    _name = "engineering.direction"
    _inherit = "engineering.direction"

    def write(self, vals):
        result = super().write(vals)
        if not {"approver", "approver_id", "team_id"}.isdisjoint(vals):
            self.env["engineering.approval"]._follow_approvers(
                [("direction_id", "in", self.ids)]
            )
        return result
