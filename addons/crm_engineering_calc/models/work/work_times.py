"""When people work on works, read from the host's calendars all at once."""

from datetime import timedelta

from odoo import fields

from ...domain.promise import UTC, WorkingTime

# Calendars are read day by day: a start that is further away is a typing error, and
# what lasts longer has no end that is worked out.
HORIZON = timedelta(days=5 * 365)
LONGEST = timedelta(days=366)


def to_aware(moment):
    """Return a moment of a record as the calendars take it."""
    return moment.replace(tzinfo=UTC)


def to_stored(moment):
    """Return a moment of the calendars as records have it."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def get_working_times(works, begin, end):
    """Return {work: `WorkingTime` of who does it} between two moments of records.

    It is that of the engineer, by his own calendar and leaves; of whom the host has no
    resource, and of what the whole team may do, it is that of the team.
    """
    # Who plans a work need not see the calendars of others.
    works = works.sudo()
    begin, end = to_aware(begin), to_aware(end)
    of_user = _get_times_of_users(works.user_ids._origin, begin, end)
    of_calendar, times = {}, {}
    for work in works:
        engineer = work.user_ids[:1]._origin
        if engineer in of_user:
            times[work] = of_user[engineer]
            continue
        calendar = work._get_team_calendar()
        if calendar not in of_calendar:
            of_calendar[calendar] = _get_time_of_calendar(calendar, begin, end)
        times[work] = of_calendar[calendar]
    return times


def _get_times_of_users(users, begin, end):
    """Return {user: `WorkingTime`} of those whom the host has a resource of."""
    if not users:
        return {}
    resources = users.env["resource.resource"].search([("user_id", "in", users.ids)])
    intervals, _of_calendars = resources._get_valid_work_intervals(begin, end)
    return {
        resource.user_id: _to_working_time(intervals[resource.id])
        for resource in reversed(resources)
    }


def _get_time_of_calendar(calendar, begin, end):
    if not calendar:
        return WorkingTime([(begin, end)])
    return _to_working_time(calendar._work_intervals_batch(begin, end)[False])


def _to_working_time(intervals):
    return WorkingTime((start, stop) for start, stop, _attendance in intervals)


def get_ends(works):
    """Return {work: when its planned hours are over}, for those with a start."""
    planned = works.filtered("engineering_start")
    if not planned:
        return {}
    now = fields.Datetime.now()
    starts = [
        min(max(work.engineering_start, now - HORIZON), now + HORIZON)
        for work in planned
    ]
    times = get_working_times(planned, min(starts), max(starts) + _get_reach(planned))
    ends = {}
    for work in planned:
        duration = min(timedelta(hours=work._get_planned_hours()), LONGEST)
        start = to_aware(work.engineering_start)
        ends[work] = to_stored(times[work].shift(start, duration) or start + duration)
    return ends


def _get_reach(works):
    """Return how far the calendars are read: all work of half-time people is in it."""
    hours = max(work._get_planned_hours() for work in works)
    return min(timedelta(days=60 + hours / 2), LONGEST)
