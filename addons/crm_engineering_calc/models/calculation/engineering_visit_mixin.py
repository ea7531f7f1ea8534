from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class EngineeringVisitMixin(models.AbstractModel):
    """Visits to the customer's site, where the engineer measures."""

    _name = "engineering.visit.mixin"
    _description = "Site visits of a calculation"

    event_ids = fields.One2many(
        "calendar.event", "engineering_calculation_id", "Site Visits"
    )
    visit_count = fields.Integer(compute="_compute_visit_count")

    @api.depends("event_ids")
    def _compute_visit_count(self):
        for calculation in self:
            calculation.visit_count = len(calculation.event_ids)

    def action_plan_measurement(self):
        """Open a new calendar event at the customer's, filled in.

        :return: the action that opens the event
        :raises UserError: the calculation is not open, or another team's
        """
        self.ensure_one()
        self._check_can_edit()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "calendar.action_calendar_event"
        )
        action["views"] = [(False, "form")]
        action["context"] = {
            f"default_{name}": value
            for name, value in self._prepare_visit_values().items()
        }
        return action

    def _prepare_visit_values(self):
        lead = self.lead_id
        partners = self.env.user.partner_id | lead.partner_id | lead.user_id.partner_id
        return {
            "name": self.env._("Site measurement: %(deal)s", deal=lead.name),
            "location": lead._get_site_address(),
            "engineering_calculation_id": self.id,
            "user_id": self.env.uid,
            "partner_ids": [Command.set(partners.ids)],
            "res_model": self._name,
            "res_id": self.id,
            "res_model_id": self.env["ir.model"]._get_id(self._name),
        }

    def _on_visit_planned(self, event):
        """Tell the deal that its site will be measured, and move the card there."""
        stage = self._get_measurement_stage()
        for calculation in self:
            calculation.lead_id._notify_deal(
                _lt(
                    "Site measurement for %(link)s is planned on %(start)s",
                    link=calculation,
                    start=event.start.date() if event.allday else event.start,
                )
            )
            if stage and stage.state == calculation.state:
                calculation.sudo().stage_id = stage

    def _on_visit_moved(self, event):
        for calculation in self:
            calculation.lead_id._notify_deal(
                _lt(
                    "Site measurement for %(link)s is moved to %(start)s",
                    link=calculation,
                    start=event.start.date() if event.allday else event.start,
                )
            )

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

    def _leave_measurement_stage(self):
        stage = self._get_measurement_stage()
        self.invalidate_recordset(["event_ids", "visit_count"])
        for calculation in self.sudo():
            if calculation.stage_id == stage and not calculation.event_ids:
                first = stage._get_first_of_state(calculation.state)
                calculation._as_machine().write({"stage_id": first.id})

    def _get_measurement_stage(self):
        stage = self.env.ref(
            "crm_engineering_calc.engineering_stage_measurement",
            raise_if_not_found=False,
        )
        return (stage or self.env["engineering.stage"]).sudo()

    def action_view_visits(self):
        """Return the action that opens the calendar with the visits."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "calendar.action_calendar_event"
        )
        action["domain"] = [("engineering_calculation_id", "in", self.ids)]
        action["context"] = {
            "default_engineering_calculation_id": self.id,
            "initial_date": self.event_ids[:1].start,
        }
        return action
