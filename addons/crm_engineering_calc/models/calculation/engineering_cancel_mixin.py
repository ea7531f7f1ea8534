from odoo import models
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import CalculationEvent

_lt = LazyTranslate(__name__)


class EngineeringCancelMixin(models.AbstractModel):
    """A calculation that nobody needs any more."""

    _name = "engineering.cancel.mixin"
    _inherit = ["engineering.workflow.mixin"]
    _description = "Cancellation of a calculation"

    # === WORKFLOW ===

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event == CalculationEvent.CANCEL:
            self._after_cancel(**details)
        return result

    # === CANCEL ===

    def action_cancel(self):
        """Cancel the calculations, which nobody needs any more.

        :return: True
        :raises UserError: a calculation is not open
        :raises AccessError: the user is neither its manager nor its leader
        """
        return self._send_event(CalculationEvent.CANCEL.value)

    def _after_cancel(self, reason=None):
        for calculation in self:
            calculation._notify_users(
                calculation.engineer_id,
                _lt("The calculation is cancelled"),
                note=reason,
            )
            calculation.lead_id._notify_deal(
                _lt(
                    "%(link)s is cancelled: %(reason)s",
                    link=calculation,
                    reason=reason,
                )
                if reason
                else _lt("%(link)s is cancelled", link=calculation)
            )
        self.lead_id._update_engineering_state()
