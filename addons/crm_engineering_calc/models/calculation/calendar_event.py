from datetime import datetime, time

from odoo import api, fields, models

from ..common.field_groups import ENGINEERING
from .team_times import to_near, to_stored


class CalendarEvent(models.Model):
    """A site visit tells its deal when it is planned, moved or dropped.

    Whoever moves it need not see what makes it a visit, hence superuser.
    """

    _name = "calendar.event"
    _inherit = [
        "calendar.event",
        "engineering.reference.mixin",
        "engineering.visit.staff.mixin",
    ]

    engineering_calculation_id = fields.Many2one(
        "engineering.calculation",
        index="btree_not_null",
        ondelete="set null",
        string="Calculation",
        copy=False,
        groups=ENGINEERING,
    )

    engineering_cancelled_with_deal = fields.Boolean(
        readonly=True,
        copy=False,
        groups=ENGINEERING,
        export_string_translation=False,
        help="It is planned again when the deal is restored.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        maker = self
        if all(self._is_made_as_visit(vals) for vals in vals_list):
            # Its card and its mail tell whom to ask, each in the words of its reader.
            maker = self.with_context(skip_contact_description=True)
        events = super(CalendarEvent, maker).create(vals_list)
        visits = events._get_visits().with_env(self.env)
        if visits:
            visits._plan_visits()
        return events if maker is self else events.with_env(self.env)

    @api.model
    def _is_made_as_visit(self, vals):
        name = "engineering_calculation_id"
        return bool(vals.get(name, self.env.context.get(f"default_{name}")))

    def write(self, vals):
        names = {*self._get_time_fields(), "active", "duration"}
        names.add("engineering_calculation_id")
        if names.isdisjoint(vals):
            return super().write(vals)
        if self._are_followed():
            # The write around tells who is invited to a visit of its new time.
            is_told = bool(self._get_visits())
            events = self.with_context(skip_attendee_notification=is_told)
            return super(CalendarEvent, events if is_told else self).write(vals)
        before = self._get_visits()._get_plan()
        is_named = vals.get("engineering_calculation_id")
        events = self.with_context(engineering_visits_followed=frozenset(self.ids))
        result = super(CalendarEvent, events).write(vals)
        if is_named:
            self.engineering_calculation_id.check_access("read")
        self._follow_plan(before)
        return result

    def unlink(self):
        before = self._get_visits()._get_plan()
        result = super().unlink()
        self.browse()._follow_plan(before)
        return result

    def action_engineering_measure(self):
        """Return the page of what is measured at the visit."""
        self.ensure_one()
        return self.engineering_calculation_id.action_measure()

    def _are_followed(self):
        """Return whether the write around this one tells what becomes of the visits.

        The host writes once more, inside, what follows of new dates. No client can send
        a set.
        """
        followed = self.env.context.get("engineering_visits_followed")
        return isinstance(followed, frozenset) and followed.issuperset(self.ids)

    def _get_visits(self):
        """Return the events that are visits, as superuser."""
        self._forget_busy_time()
        return self.sudo().filtered("engineering_calculation_id")

    def _sync_activities(self, fields):
        """Let the to-dos of a calculation follow its visit, whoever may change it.

        They belong to who goes there: others may not write them by themselves.
        """
        visits = self._get_visits()
        own = visits.filtered(lambda visit: visit._asks_of_calculation())
        super(CalendarEvent, own)._sync_activities(fields)
        return super(CalendarEvent, self - own)._sync_activities(fields)

    def _asks_of_calculation(self):
        """Return whether all the to-dos of a visit are those of its calculation."""
        card = self.engineering_calculation_id
        return all(
            (todo.res_model, todo.res_id) == (card._name, card.id)
            for todo in self.activity_ids
        )

    def _get_end(self):
        """Return when the visit is over: one of a whole day, with the day of the team.

        The host has such a day end at 18:00 of Greenwich.
        """
        self.ensure_one()
        if not self.allday:
            return to_near(self.stop)
        zone = self.engineering_calculation_id._get_zone()
        night = datetime.combine(self.stop_date, time(23, 59, 59))
        return to_stored(zone.localize(to_near(night)))

    def _get_plan(self):
        """Return {visit that takes place: (its calculation, start, all day, end)}."""
        return {
            visit: (
                visit.engineering_calculation_id,
                visit.start,
                visit.allday,
                visit.stop,
            )
            for visit in self
            if visit.active
        }

    def _follow_plan(self, before):
        """Tell the deals what has become of their visits.

        :param before: the plan that there was
        """
        after = self._get_visits()._get_plan()
        plans = [*before.values(), *after.values()]
        nobody = self.env["engineering.calculation"]
        cards = nobody.union(*(card for card, *_time in plans))
        cards.invalidate_recordset(["event_ids", "visit_count"])
        nothing = (nobody, None, None, None)
        for visit in before | after:
            was, *old_time, old_stop = before.get(visit, nothing)
            calculation, *time, stop = after.get(visit, nothing)
            if was != calculation:
                if was:
                    was._on_visit_dropped(*old_time)
                if calculation:
                    calculation._on_visit_planned(visit)
            elif time != old_time:
                calculation._on_visit_moved(visit)
            elif stop != old_stop:
                calculation._on_visit_end_moved()

    def _plan_visits(self):
        self.engineering_calculation_id.check_access("read")
        # Given before, it would make the host plan an activity on the deal, which
        # engineers may not write.
        for visit in self:
            visit.opportunity_id = visit.engineering_calculation_id.lead_id
        for visit in self:
            visit.engineering_calculation_id._on_visit_planned(visit)
