from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import CalculationEvent

_lt = LazyTranslate(__name__)


class EngineeringVisitMixin(models.AbstractModel):
    """Visits to the customer's site, where the engineer measures."""

    _name = "engineering.visit.mixin"
    _inherit = ["engineering.workflow.mixin"]
    _description = "Site visits of a calculation"

    event_ids = fields.One2many(
        "calendar.event", "engineering_calculation_id", "Site Visits"
    )
    visit_count = fields.Integer(compute="_compute_visit_count")

    @api.depends("event_ids")
    def _compute_visit_count(self):
        for calculation in self:
            calculation.visit_count = len(calculation.event_ids)

    def _on_visit_planned(self, event):
        """Tell the deal that its site will be measured, and move the card there."""
        for calculation in self:
            calculation.lead_id._notify_deal(
                _lt(
                    "Site measurement for %(link)s is planned on %(start)s",
                    link=calculation,
                    start=event.start.date() if event.allday else event.start,
                )
            )
        self._enter_measurement_stage()

    def _on_visit_moved(self, event):
        for calculation in self:
            calculation.lead_id._notify_deal(
                _lt(
                    "Site measurement for %(link)s is moved to %(start)s",
                    link=calculation,
                    start=event.start.date() if event.allday else event.start,
                )
            )
        self._leave_measurement_stage()
        self._enter_measurement_stage()

    def _on_visit_end_moved(self):
        """Follow a visit that takes longer or shorter, which is no news."""
        self._leave_measurement_stage()

    def _on_visit_dropped(self, start, is_allday):
        """Tell the deal, and take the card out of the column of visits after the last.

        The event may be gone: it is known by its time alone.
        """
        for calculation in self:
            calculation.lead_id._notify_deal(
                _lt(
                    "Site measurement for %(link)s on %(start)s is cancelled",
                    link=calculation,
                    start=start.date() if is_allday else start,
                )
            )
        self._leave_measurement_stage()

    def _get_visits_ahead(self):
        """Return the visits that take place, and are not over."""
        now = fields.Datetime.now()
        return self.event_ids.filtered(
            lambda event: event.active and event._get_end() >= now
        )

    def _enter_measurement_stage(self):
        """Bring cards that go on with a visit ahead to the column of visits."""
        cards = self.sudo().filtered(lambda card: card._get_visits_ahead())
        if not cards:
            return
        stage = self._get_measurement_stage()
        cards.filtered(
            lambda card: card.state == stage.state and card.stage_id != stage
        )._as_machine().write({"stage_id": stage.id})

    def _leave_measurement_stage(self):
        """Take cards with no visit ahead out of the column of visits."""
        stage = self._get_measurement_stage()
        cards = self.sudo().filtered(
            lambda card: card.stage_id == stage and not card._get_visits_ahead()
        )
        first = stage._get_first_of_state(stage.state)
        cards._as_machine().write({"stage_id": first.id})

    def _get_measurement_stage(self):
        stage = self.env.ref(
            "crm_engineering_calc.engineering_stage_measurement",
            raise_if_not_found=False,
        )
        return (stage or self.env["engineering.stage"]).sudo()

    @api.model
    def _cron_follow_visits(self):
        """Let cards whose visits are all over go on, out of the column of visits."""
        stage = self._get_measurement_stage()
        self.search([("stage_id", "in", stage.ids)])._leave_measurement_stage()

    # === CANCELLED, LOST, RESTORED, DELETED ===

    def unlink(self):
        """Cancel the visits ahead: nothing tells them to come any more."""
        self.check_access("unlink")
        self.sudo()._get_visits_ahead().action_archive()
        return super().unlink()

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event == CalculationEvent.HOLD and details.get("with_deal"):
            self._cancel_visits_with_deal()
        if event == CalculationEvent.CANCEL:
            self.sudo()._get_visits_ahead().action_archive()
        if event == CalculationEvent.RESUME:
            self._restore_visits()
        self._enter_measurement_stage()
        return result

    def _cancel_visits_with_deal(self):
        """Cancel what is ahead; what somebody has cancelled before stays so."""
        visits = self.sudo()._get_visits_ahead()
        cancelled = self._search_visits_cancelled_with_deal()
        cancelled.engineering_cancelled_with_deal = False
        visits.engineering_cancelled_with_deal = True
        visits.action_archive()

    def _restore_visits(self):
        """Plan again what was cancelled with the deal, and is still ahead."""
        cancelled = self._search_visits_cancelled_with_deal()
        cancelled.engineering_cancelled_with_deal = False
        now = fields.Datetime.now()
        cancelled.filtered(lambda visit: visit.start > now).action_unarchive()

    def _search_visits_cancelled_with_deal(self):
        visits = self.env["calendar.event"].sudo().with_context(active_test=False)
        return visits.search(
            Domain("engineering_calculation_id", "in", self.ids)
            & Domain("engineering_cancelled_with_deal", "=", True)
        )

    def action_view_visits(self):
        """Return the action that opens the visit, or the calendar with several."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "calendar.action_calendar_event"
        )
        if len(self.event_ids) == 1:
            action |= {"views": [(False, "form")], "res_id": self.event_ids.id}
        action["domain"] = [("engineering_calculation_id", "in", self.ids)]
        action["context"] = {
            "default_engineering_calculation_id": self.id,
            "initial_date": self.event_ids[:1].start,
        }
        return action
