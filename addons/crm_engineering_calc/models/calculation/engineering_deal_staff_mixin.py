from odoo import api, models
from odoo.fields import Domain

from ...domain.progress import DealState


class EngineeringDealStaffMixin(models.AbstractModel):
    """Deals that name an engineer who has left: their requests go to the team."""

    _name = "engineering.deal.staff.mixin"
    _inherit = ["engineering.staff.mixin"]
    _description = "Deals of engineers who have left"

    @api.model
    def _search_of(self, users, team=None):
        asking = Domain("engineering_engineer_id", "in", users.ids)
        asking &= Domain("engineering_state", "!=", DealState.CLOSED.value)
        if team:
            asking &= Domain("engineering_team_id", "=", team.id)
        return self.with_context(active_test=False).search(asking)

    def _get_holders(self):
        return self.engineering_engineer_id

    def _get_possible_holders(self):
        team = self.engineering_team_id or self.engineering_direction_id.team_id
        return team._get_people(self.company_id)

    def _hand_over(self, users, engineer=None, reason=None):
        self.write({"engineering_engineer_id": False})
