from odoo import models
from odoo.fields import Domain


class EngineeringTeam(models.Model):
    """Who leads a team by now approves what waits for its leader."""

    _name = "engineering.team"
    _inherit = "engineering.team"

    def write(self, vals):
        result = super().write(vals)
        if "leader_id" in vals:
            self.env["engineering.approval"]._follow_approvers(
                Domain("order_id.engineering_calculation_ids.team_id", "in", self.ids)
                | Domain("direction_id.team_id", "in", self.ids)
            )
        return result
