from odoo import models

from ...domain.workflows import CalculationEvent


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
            calculation._close_activities()
            calculation._notify_users(
                calculation.engineer_id,
                self.env._("The calculation is cancelled"),
                note=reason,
            )
            calculation.lead_id._notify_deal(
                self.env._(
                    "%(link)s is cancelled: %(reason)s",
                    link=calculation._get_html_link(),
                    reason=reason,
                )
                if reason
                else self.env._(
                    "%(link)s is cancelled", link=calculation._get_html_link()
                )
            )
        self.lead_id._update_engineering_state()
