from odoo import api, fields, models

from ...domain.promise import Urgency
from ...domain.workflows import CalculationState


class EngineeringSummaryCardMixin(models.AbstractModel):
    """What the strip of the deal tells of a calculation, on its first screen."""

    _name = "engineering.summary.card.mixin"
    _inherit = ["engineering.currency.mixin"]
    _description = "Calculation in the strip of its deal"

    selected_amount = fields.Monetary(compute="_compute_selected_amount")

    @api.depends("variant_ids.selected", "variant_ids.amount_total")
    def _compute_selected_amount(self):
        for calculation in self:
            selected = calculation.variant_ids.filtered("selected")
            calculation.selected_amount = sum(selected.mapped("amount_total"))

    def _prepare_summary_item(self):
        """Return the item that tells who has the calculation, and until when."""
        self.ensure_one()
        return self.lead_id._prepare_summary_item(
            f"calculation_{self.id}",
            self.direction_id.name,
            self._get_summary_text(),
            self._get_summary_note(),
            self._get_summary_level(),
            cards=self,
            waits=self._get_summary_waiting(),
        )

    def _get_summary_waiting(self):
        """Return (who, what they are to do), or nothing."""
        if self.state == CalculationState.WAITING:
            return self._get_manager(), self.env._("answer the question")
        if self.state in self._get_workflow().active_states:
            return self._get_summary_holder(), self.env._("calculate")
        return None

    def _get_summary_holder(self):
        return self.engineer_id or self.team_id

    def _get_summary_text(self):
        moment = self.lead_id._format_moment
        if self.state == CalculationState.COMPLETED:
            return self.env._("Calculated on %(date)s", date=moment(self.completed_on))
        if self.state == CalculationState.HELD:
            return self.env._("On hold: %(reason)s", reason=self.hold_note or "")
        who = self._get_summary_holder().name
        if self.state == CalculationState.REQUESTED:
            return self.env._(
                "%(who)s, not taken since %(date)s",
                who=who,
                date=moment(self.requested_on),
            )
        return self.env._(
            "%(who)s since %(date)s",
            who=who,
            date=moment(self.taken_on or self.requested_on),
        )

    def _get_summary_note(self):
        if not (self.due and self._is_open()):
            return ""
        return self.env._("until %(date)s", date=self.lead_id._format_moment(self.due))

    def _get_summary_level(self):
        if self.state == CalculationState.COMPLETED:
            return "success"
        if self.state in (CalculationState.WAITING, CalculationState.HELD):
            return "warning"
        levels = {Urgency.LATE: "danger", Urgency.SOON: "warning"}
        return levels.get(self.urgency, "")

    def _prepare_selected_summary_item(self):
        """Return the item that tells what is selected, and for how much."""
        self.ensure_one()
        variants = self.variant_ids.filtered("selected")
        return self.lead_id._prepare_summary_item(
            f"selected_{self.id}",
            self.env._("Selected"),
            ", ".join(variants.mapped("name")),
            self.currency_id.format(self.selected_amount),
            cards=variants,
        )
