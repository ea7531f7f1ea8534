from odoo import api, models


class EngineeringStaffMixin(models.AbstractModel):
    """What people of a team have still to do, and who does it when they leave."""

    _name = "engineering.staff.mixin"
    _description = "What engineers have to do"

    @api.model
    def _search_of(self, users, team=None):
        """Return what users have still to do. To be extended.

        :param team: the one that they have it in; none: all
        """
        return self.browse()

    def _get_holders(self):
        """Return the users who have the record. To be extended."""
        return self.env["res.users"]

    def _get_possible_holders(self):
        """Return the users who may have the record. To be extended."""
        return self.env["res.users"]

    @api.model
    def _take_back_from(self, users, team=None):
        """Give to others what users have and may not have any more.

        :param team: the one that they have left; none: all
        """
        left = self._search_of(users, team).filtered(
            lambda record: (
                (record._get_holders() & users) - record._get_possible_holders()
            )
        )
        left._hand_over(users)

    def _hand_over(self, users, engineer=None, reason=None):
        """Give what users have to an engineer, else back to its team. To be extended.

        :param reason: why they no longer do it; none: they have left
        """

    @api.model
    def _notify_others(self, users, teams):
        """Ask the teams for what only users were asked for who have left.

        To be extended.
        """
