from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import CalculationEvent

_lt = LazyTranslate(__name__)


class EngineeringRivalMixin(models.AbstractModel):
    """Calculations of one direction in deals that are merged: one of them goes on."""

    _name = "engineering.rival.mixin"
    _inherit = ["engineering.workflow.mixin"]
    _description = "Calculations of merged deals"

    @api.depends("direction_id", "engineer_id", "lead_id", "state", "team_id")
    @api.depends_context("engineering_rivals", "lang")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        if self.env.context.get("engineering_rivals"):
            for card in self:
                card.display_name = card._get_rival_name()
        return result

    def _get_rival_name(self):
        """Return what tells a calculation from that of another deal."""
        return self.env._(
            "%(number)s “%(deal)s”: %(direction)s, %(who)s, %(state)s",
            number=self.display_name,
            deal=self.lead_id.name,
            direction=self.direction_id.name,
            who=self._get_summary_holder().name,
            state=self._get_state_label(self.state),
        )

    def _format_rivals(self):
        return "; ".join(card._get_rival_name() for card in self)

    def _give_way_to(self, chosen):
        """Cancel the calculations: that of the deal that they are merged with goes on.

        Their variants stay readable, and so does what is selected in them.
        """
        self._send_event(
            CalculationEvent.CANCEL.value,
            reason=_lt("The deals are merged, and %(link)s goes on", link=chosen),
        )
