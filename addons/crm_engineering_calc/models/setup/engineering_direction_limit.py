from odoo import api, fields, models

from ...domain.limits import FREE, Limit
from ..common.finite_fields import FiniteFloat

PERCENT, MARGIN, FREELY = "percent", "margin", "free"


class EngineeringDirectionLimit(models.Model):
    """How much further than everybody the members of a group may go with prices."""

    _name = "engineering.direction.limit"
    _description = "Limit of Prices"
    _order = "direction_id, sequence, id"

    _percent_positive = models.Constraint(
        "CHECK(decrease BETWEEN 0 AND 100 AND increase >= 0)",
        "A limit of prices is a percentage: 0 to 100 down, 0 or more up.",
    )
    _margin_floor_percent = models.Constraint(
        "CHECK(margin_floor BETWEEN 0 AND 100)",
        "The margin floor is a percentage: 0 to 100.",
    )

    direction_id = fields.Many2one(
        "engineering.direction", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    group_id = fields.Many2one(
        "res.groups", "Who", ondelete="cascade", help="Empty: everybody."
    )
    kind = fields.Selection(
        [
            (PERCENT, "Up to a percent"),
            (MARGIN, "Not under a margin"),
            (FREELY, "Free"),
        ],
        "May",
        default=PERCENT,
        required=True,
    )
    decrease = FiniteFloat("Down (%)")
    increase = FiniteFloat("Up (%)")
    margin_floor = FiniteFloat(
        "Margin (%)", help="The margin that the whole variant or proposal must keep."
    )

    @api.depends("kind", "group_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for limit in self:
            who = limit.group_id.display_name or self.env._("Everybody")
            limit.display_name = f"{who}: {kinds.get(limit.kind, '')}"

    def _get_limit(self):
        """Return the `Limit` that the row is. To be extended."""
        self.ensure_one()
        if self.kind == FREELY:
            return FREE
        if self.kind == MARGIN:
            return Limit(margin_floor=self.margin_floor)
        return Limit(self.decrease, self.increase)
