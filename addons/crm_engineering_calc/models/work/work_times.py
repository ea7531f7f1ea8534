"""When people work on works, read from the host's calendars all at once."""

from datetime import datetime, timedelta
from math import isnan
from typing import Any, NamedTuple

from odoo import fields
from odoo.tools.misc import format_date, format_time

from ...domain.promise import UTC, WorkingTime, to_hours

# Calendars are read day by day: a start that is further away is a typing error, and
# what lasts longer has no end that is worked out.
HORIZON = timedelta(days=5 * 365)
LONGEST = timedelta(days=366)
# What nobody has said the hours of is seen on a calendar nevertheless.
UNKNOWN_HOURS = 1.0


class Plan(NamedTuple):
    """Who does a work, and when.

    `calendar` is that of the team: it counts for what nobody has yet, and for people
    whom the host has no resource of.
    """

    users: Any
    calendar: Any
    start: Any
    hours: float = 0.0
    end: Any = None
    work: Any = None
    predecessors: Any = ()

    @property
    def duration(self):
        hours = self.hours
        if isnan(hours) or hours <= 0:
            hours = UNKNOWN_HOURS
        # A field of the host takes any number, also one that is no time.
        return timedelta(hours=min(hours, LONGEST / timedelta(hours=1)))


def to_aware(moment):
    """Return a moment of a record as the calendars take it."""
    return moment.replace(tzinfo=UTC)


def to_stored(moment):
    """Return a moment of the calendars as records have it."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def format_span(env, start, end):
    """Return from when to when, as short as it can be said; nothing without both."""
    if not start or not end:
        return ""
    day, last = (
        format_date(env, to_aware(moment).astimezone(env.tz)) for moment in (start, end)
    )
    begins, ends = (
        format_time(env, moment, env.tz.zone, "short") for moment in (start, end)
    )
    return f"{day} {begins} – {ends if day == last else f'{last} {ends}'}"


def get_ends(plans):
    """Return when the planned hours of each plan are over; each has a start."""
    if not plans:
        return []
    now = fields.Datetime.now()
    starts = [min(max(plan.start, now - HORIZON), now + HORIZON) for plan in plans]
    # All work of people who work half the time is within it.
    reach = max(timedelta(days=60) + 12 * plan.duration for plan in plans)
    times = WorkingTimes(plans, min(starts), max(starts) + min(reach, LONGEST))
    ends = []
    for plan in plans:
        start = to_aware(plan.start)
        end = times.of(plan, plan.users[:1]).shift(start, plan.duration)
        ends.append(to_stored(end) if end else add(plan.start, plan.duration))
    return ends


def get_moved_end(plan, start):
    """Return the end of what takes as long as `plan` does, and begins at `start`.

    It ends as late after its start as it did, unless that is less or more work. What is
    no work by the calendar has nothing else to take.
    """
    if not plan.start or not plan.end:
        return get_ends([plan._replace(start=start)])[0]
    hours = _get_hours(plan)
    moved = plan._replace(start=start, end=add(start, plan.end - plan.start))
    if not hours or _get_hours(moved) == hours:
        return moved.end
    return get_ends([moved._replace(hours=hours)])[0]


def _get_hours(plan):
    """Return how many hours of its people a plan with a start and an end takes."""
    times = WorkingTimes([plan], plan.start, plan.end)
    start, end = to_aware(plan.start), to_aware(plan.end)
    return to_hours(times.of(plan, plan.users[:1]).measure(start, end))


def add(start, duration):
    """Return the end of what begins when dates are about to end, too."""
    return start + min(duration, datetime.max.replace(microsecond=0) - start)


class WorkingTimes:
    """The working time of the people of plans between two moments of records."""

    def __init__(self, plans, begin, end):
        now, reach = fields.Datetime.now(), HORIZON + LONGEST
        begin, end = (
            to_aware(min(max(moment, now - reach), now + reach))
            for moment in (begin, end)
        )
        users = plans[0].users.union(*(plan.users for plan in plans))
        self._of_users = _read_times_of_users(users.sudo(), begin, end)
        calendars = {
            plan.calendar
            for plan in plans
            if not plan.users or any(user not in self._of_users for user in plan.users)
        }
        self._of_calendars = {
            calendar: _read_time_of_calendar(calendar, begin, end)
            for calendar in calendars
        }

    def of(self, plan, user):
        """Return the `WorkingTime` of one of a plan's people, of nobody the team's."""
        return self._of_users.get(user) or self._of_calendars[plan.calendar]


def _read_times_of_users(users, begin, end):
    """Return {user: `WorkingTime`} of those whom the host has a resource of.

    Days off do not count. Who plans need not see the calendars of others, hence
    superuser.
    """
    if not users:
        return {}
    resources = users.env["resource.resource"].search([("user_id", "in", users.ids)])
    intervals, _of_calendars = resources._get_valid_work_intervals(begin, end)
    return {
        resource.user_id: _to_working_time(intervals[resource.id])
        for resource in reversed(resources)
    }


def _read_time_of_calendar(calendar, begin, end):
    if not calendar:
        return WorkingTime([(begin, end)])
    intervals = calendar.sudo()._work_intervals_batch(begin, end)
    return _to_working_time(intervals[False])


def _to_working_time(intervals):
    return WorkingTime((start, stop) for start, stop, _attendance in intervals)
