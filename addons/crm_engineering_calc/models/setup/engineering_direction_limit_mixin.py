from odoo import fields, models
from odoo.fields import Domain

from ...domain.limits import Limit, widest
from ..common.field_groups import ADMINISTRATOR, ENGINEER, SALES
from ..common.finite_fields import FiniteFloat


class EngineeringDirectionLimitMixin(models.AbstractModel):
    """How far sellers may go from the engineers' prices, and who approves the rest."""

    _name = "engineering.direction.limit.mixin"
    _description = "Limits of a direction"

    _limits_positive = models.Constraint(
        "CHECK(price_decrease_limit BETWEEN 0 AND 100 AND price_increase_limit >= 0)",
        "A limit of price corrections is a percentage: 0 to 100 down, 0 or more up.",
    )

    _approver_is_named = models.Constraint(
        "CHECK(approver != 'user' OR approver_id IS NOT NULL)",
        "Name the person who approves, or choose the leader or an administrator.",
    )

    price_decrease_limit = FiniteFloat(
        "Price Down (%)",
        default=10.0,
        tracking=True,
        help="How far everybody who sells may go below the engineer's price.",
    )
    price_increase_limit = FiniteFloat(
        "Price Up (%)",
        default=50.0,
        tracking=True,
        help="How far everybody who sells may go above the engineer's price.",
    )
    limit_ids = fields.One2many(
        "engineering.direction.limit",
        "direction_id",
        "Wider Limits",
        copy=True,
        tracking=True,
        groups=ADMINISTRATOR,
        help="Who may go further. Of several, the most permissive counts.",
    )
    approver = fields.Selection(
        [
            ("leader", "The team's leader"),
            ("administrator", "An engineering administrator"),
            ("user", "A person"),
        ],
        "Approved By",
        default="leader",
        required=True,
        tracking=True,
        help="Who approves proposals that go beyond the limits.",
    )
    approver_id = fields.Many2one(
        "res.users",
        tracking=True,
        domain=lambda self: self._get_approver_domain(),
    )

    def _get_approver_domain(self):
        """Return the users who can open what they approve."""
        groups = self.env.ref(ENGINEER) | self.env.ref(SALES)
        return [("all_group_ids", "in", groups.ids), ("share", "=", False)]

    def _get_price_limit(self, user):
        """Return the `Limit` of what a user may do with the engineers' prices.

        To be extended.
        """
        self.ensure_one()
        # Whom the limits are for may not read those of others.
        direction = self.sudo()
        groups = user.sudo().all_group_ids
        mine = direction.limit_ids.filtered(lambda limit: limit.group_id <= groups)
        everybody = Limit(
            direction.price_decrease_limit, direction.price_increase_limit
        )
        return widest([everybody, *(limit._get_limit() for limit in mine)])

    def _get_approvers(self, company, team):
        """Return who approves what goes beyond the limits. To be extended.

        Where nobody is left whom the direction names, it is the administrators.

        :param team: that of the calculation
        """
        direction = self.sudo()
        named = self.env["res.users"].sudo()
        if direction.approver == "leader":
            named = (team.sudo() or direction.team_id).leader_id
        elif direction.approver == "user":
            named = direction.approver_id
        in_company = Domain("company_ids", "in", company.ids)
        able = Domain(self._get_approver_domain()) & Domain("active", "=", True)
        administrators = self.env.ref(ADMINISTRATOR).sudo().all_user_ids
        return named.filtered_domain(
            in_company & able
        ) or administrators.filtered_domain(in_company & Domain("share", "=", False))
