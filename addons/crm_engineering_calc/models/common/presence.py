"""When people work next, by the host's calendars, resources and leaves."""

from datetime import timedelta

from pytz import timezone

# Nobody plans further ahead.
_NEXT_DAY = timedelta(days=31)
_RETURN = timedelta(days=366)


def get_absences(resources, calendar, now):
    """Return {user: when they work again, None: not known} of those who are away.

    Away is who does not work any more on the next day that others do, by `calendar`.

    :param resources: those of the users
    :param now: a moment with its time zone
    """
    night = _get_night(calendar, now)
    working = _get_work_begins(resources, now, night)
    away = resources.filtered(lambda resource: resource.user_id not in working)
    if not away:
        return {}
    returns = _get_work_begins(away, night, night + _RETURN)
    return {user: returns.get(user) for user in away.user_id}


def _get_night(calendar, now):
    """Return the end of the next day that a calendar has work on."""
    begin = now
    if calendar:
        intervals = calendar._work_intervals_batch(now, now + _NEXT_DAY)[False]
        begin = min((start for start, _stop, _day in intervals), default=now)
    begin = begin.astimezone(timezone(calendar.tz or "UTC"))
    return begin.replace(hour=23, minute=59, second=59)


def _get_work_begins(resources, start, stop):
    """Return {user: when they first work between two moments}, without who does not."""
    begins = {}
    intervals, _of_calendars = resources._get_valid_work_intervals(start, stop)
    for resource in resources:
        moments = [begin for begin, _end, _day in intervals[resource.id]]
        if moments:
            user = resource.user_id
            begins[user] = min(*moments, begins.get(user, moments[0]))
    return begins
