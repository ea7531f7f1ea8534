from datetime import timedelta

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.fields import Command

from .team_times import get_calendar, to_stored

# Who has no free hour within it plans by hand.
DAYS_AHEAD = 30


class EngineeringVisitPlanMixin(models.AbstractModel):
    """A visit to the customer's site, as the engineer begins to plan it."""

    _name = "engineering.visit.plan.mixin"
    _description = "Plan of a site visit"

    site_map_url = fields.Char("Map", compute="_compute_site_map_url")

    @api.depends("site_address")
    def _compute_site_map_url(self):
        events = self.env["calendar.event"]
        for calculation in self:
            calculation.site_map_url = events._get_map_url(calculation.site_address)

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
        """Return what a new visit says. Nothing of it is for our people alone.

        The customer reads it all, if invited.
        """
        lead = self.lead_id
        partners = self.env.user.partner_id | lead.user_id.partner_id
        hours = self.direction_id._get_visit_hours()
        start = self._get_visit_start(hours)
        return {
            "name": self.env._(
                "Site measurement: %(customer)s",
                customer=self.contact_name or lead.name,
            ),
            "location": self.site_address,
            "start": fields.Datetime.to_string(start),
            "stop": fields.Datetime.to_string(start + timedelta(hours=hours)),
            "duration": hours,
            "engineering_calculation_id": self.id,
            "user_id": self.env.uid,
            "partner_ids": [Command.set(partners.ids)],
            "res_model": self._name,
            "res_id": self.id,
            "res_model_id": self.env["ir.model"]._get_id(self._name),
        }

    def _move_visits_with_site(self, before):
        """Let visits ahead go where the site is now, if they went where it was.

        :param before: what `_get_request_values` returned then
        """
        for card in self:
            was = before[card]["site_address"]
            if was and was != card.site_address:
                visits = card._get_visits_ahead()
                visits.filtered(lambda visit, was=was: visit.location == was).write(
                    {"location": card.site_address}
                )

    def _get_visit_start(self, hours):
        """Return the next full hour that begins `hours` of work of who goes.

        It is one by his own clock, which may be half an hour beside that of others.
        """
        now = utc.localize(fields.Datetime.now()).astimezone(self._get_visit_zone())
        begin = now + timedelta(hours=1, minutes=-now.minute, seconds=-now.second)
        for start, stop in self._get_working_hours(begin):
            if stop - start >= timedelta(hours=hours):
                return start
        return to_stored(begin)

    def _get_visit_zone(self):
        """Return the time zone of who goes."""
        return timezone(self.env.user.tz or self._get_visit_calendar().tz or "UTC")

    def _get_visit_calendar(self):
        """Return the working hours of who goes."""
        resource = self.env.user.sudo().resource_ids[:1]
        return resource.calendar_id or get_calendar(self)

    def _get_working_hours(self, begin):
        """Yield the working hours of who goes, by the clock of the server."""
        calendar = self._get_visit_calendar()
        if not calendar:
            return
        resource = self.env.user.sudo().resource_ids[:1]
        end = begin + timedelta(days=DAYS_AHEAD)
        work = calendar._work_intervals_batch(
            begin, end, resource, tz=self._get_visit_zone()
        )
        for start, stop, _attendance in work[resource.id]:
            yield to_stored(start), to_stored(stop)
