from odoo import SUPERUSER_ID, models
from odoo.tools import float_compare

from ..common.field_groups import COST_GROUP
from ..common.format_number import format_number
from ..common.selections import WARNING
from .engineering_findings_mixin import Finding


class EngineeringMarginMixin(models.AbstractModel):
    """Margins below the floor of the direction, told to those who see costs."""

    _name = "engineering.margin.mixin"
    _inherit = ["engineering.findings.mixin"]
    _description = "Low margins of a calculation"

    def _find_in_variant(self, variant):
        yield from super()._find_in_variant(variant)
        yield from self._find_low_margin(variant)

    def _find_low_margin(self, variant):
        # That it is too low, tried at one price after another, is the cost itself:
        # nothing of it is for who may not see costs.
        if not self.env.user.has_group(COST_GROUP) or not self._is_margin_low(variant):
            return
        yield Finding(
            WARNING,
            variant,
            self.env._(
                "%(variant)s: the margin is %(margin)s%%, below %(floor)s%%.",
                variant=variant.name,
                margin=format_number(self.env, round(100 * variant.margin_percent, 2)),
                floor=format_number(self.env, self.direction_id.margin_floor),
            ),
        )

    def _is_margin_low(self, variant):
        floor = self.direction_id.margin_floor
        percent = 100 * variant.margin_percent
        return bool(floor) and float_compare(percent, floor, precision_digits=2) < 0

    def _notify_low_margins(self):
        """Tell those who see costs of what whoever completes may not know.

        A notification to persons stands in no feed, where others would read it.
        """
        if self.env.user.has_group(COST_GROUP):
            return
        for calculation in self.with_user(SUPERUSER_ID):
            low = calculation.variant_ids.filtered(calculation._is_margin_low)
            for user in calculation._get_margin_keepers() if low else ():
                card = calculation.with_context(lang=user.lang)
                card.message_notify(
                    partner_ids=user.partner_id.ids,
                    subject=card.env._(
                        "%(calculation)s: low margin", calculation=card.display_name
                    ),
                    body=card.env._(
                        "Completed with a margin below the floor of “%(direction)s”:"
                        " %(variants)s. Who completed it may not see costs.",
                        direction=card.direction_id.display_name,
                        variants=", ".join(low.mapped("name")),
                    ),
                )

    def _get_margin_keepers(self):
        """Return who is told: the leader and the manager who see costs, else all."""
        self.ensure_one()
        keepers = self.env.ref(COST_GROUP).all_user_ids.filtered(
            lambda user: (
                not user.share
                and user.id != SUPERUSER_ID
                and self.company_id in user.company_ids
            )
        )
        return (self.team_id.leader_id | self.user_id) & keepers or keepers
