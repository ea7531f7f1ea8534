from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import CalculationEvent, CalculationState

_lt = LazyTranslate(__name__)


class EngineeringPauseMixin(models.AbstractModel):
    """A calculation that stands still while its deal does."""

    _name = "engineering.pause.mixin"
    _inherit = ["engineering.workflow.mixin"]
    _description = "On hold"

    state_before = fields.Selection(
        lambda self: self._get_state_selection(),
        "State before the Hold",
        readonly=True,
        copy=False,
    )
    hold_reason = fields.Text(
        readonly=True,
        copy=False,
        help="What was said, if it was not put on hold with the deal.",
    )
    hold_note = fields.Text(
        "Why on Hold", compute="_compute_hold_note", compute_sudo=True
    )
    held_with_deal = fields.Boolean(
        "On Hold with the Deal",
        readonly=True,
        copy=False,
        help="It goes on by itself when the deal is restored.",
    )

    @api.depends(
        "hold_reason", "held_with_deal", "lead_id.active", "lead_id.lost_reason_id.name"
    )
    @api.depends_context("lang")
    def _compute_hold_note(self):
        for calculation in self:
            calculation.hold_note = calculation.hold_reason or (
                calculation.held_with_deal and calculation.lead_id._get_reason_to_hold()
            )

    # === WORKFLOW ===

    def _get_possible_events(self):
        events = super()._get_possible_events()
        if self.lead_active:
            return events
        allowed = self._get_events_of_lost_deal()
        return [event for event in events if event in allowed]

    def _check_event(self, event, details):
        result = super()._check_event(event, details)
        if event not in self._get_events_of_lost_deal():
            self.lead_id._check_active()
        return result

    @api.model
    def _get_events_of_lost_deal(self):
        """Return what may become of a card while its deal is lost or archived.

        To be extended.
        """
        return {CalculationEvent.CANCEL, CalculationEvent.HOLD}

    def _get_state_before(self):
        return self.state_before

    def _prepare_event_values(self, event, target, details):
        values = super()._prepare_event_values(event, target, details)
        if event == CalculationEvent.HOLD:
            values |= {
                "state_before": self[:1].state,
                "hold_reason": not details.get("with_deal") and details["reason"],
                "held_with_deal": details.get("with_deal", False),
            }
        if event == CalculationEvent.RESUME:
            values |= {
                "state_before": False,
                "hold_reason": False,
                "held_with_deal": False,
            }
        return values

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event == CalculationEvent.HOLD:
            self._after_hold(**details)
        if event == CalculationEvent.RESUME:
            self._after_resume()
        return result

    # === HOLD ===

    def action_hold(self):
        """Ask why nobody goes on with the calculation for now.

        :return: the action that opens the dialog
        """
        return self._open_dialog(
            "engineering.calculation.hold", self.env._("Put on hold")
        )

    def _after_hold(self, **_details):
        for calculation in self:
            calculation._notify_users(
                calculation.engineer_id,
                _lt("The calculation is put on hold"),
                note=calculation._get_hold_note,
            )
            calculation.lead_id._notify_deal(
                _lt(
                    "%(link)s is put on hold: %(reason)s",
                    link=calculation,
                    reason=calculation._get_hold_note,
                )
            )

    def _get_hold_note(self, env):
        """Return why the calculation is on hold as the reader of `env` sees it."""
        return self.with_env(env).hold_note

    # === RESUME ===

    def action_resume(self):
        """Let the calculations go on where they stood.

        :return: True
        :raises UserError: a calculation is not on hold, or its deal is lost or archived
        :raises AccessError: the deal is another manager's
        """
        return self._send_event(CalculationEvent.RESUME.value)

    def _after_resume(self):
        for calculation in self:
            if calculation.state == CalculationState.WAITING:
                calculation._notify_manager()
            else:
                calculation._notify_users(
                    calculation._get_addressees(),
                    _lt("The calculation goes on"),
                    activity=_lt("Calculate"),
                )
            calculation.lead_id._notify_deal(_lt("%(link)s goes on", link=calculation))

    def _notify_team_empty(self):
        """Tell the manager why a calculation does not go on with its deal."""
        for calculation in self:
            calculation.lead_id._notify_deal(
                _lt(
                    "%(link)s stays on hold: nobody is in the team “%(team)s”. Ask the"
                    " administrator to add engineers, then resume it, or cancel it.",
                    link=calculation,
                    team=calculation.team_id,
                ),
                inbox=True,
            )
