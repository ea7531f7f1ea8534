"""What speaks against a plan: days off, visits, meetings and other works."""

from datetime import timedelta
from itertools import pairwise

from odoo import fields
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...domain.promise import WorkingTime, to_hours
from ..common.format_number import format_number
from .work_times import WorkingTimes, add, to_aware

# More of them is no longer read, and nothing else to decide.
_SHOWN = 5
_BREAK = timedelta(hours=2)
# A plan is rounded to minutes by who drags it.
_TOLERANCE = timedelta(minutes=1)


def get_plan_notes(env, plans):
    """Return, for each plan with a start and an end, what speaks against it.

    :param env: of who is told: it names him no work that he may not see
    :return: lists of sentences
    """
    plans = list(plans)
    if not plans:
        return []
    begin = min(plan.start for plan in plans)
    end = max(plan.end for plan in plans)
    users = env["res.users"].union(*(plan.users for plan in plans))
    times = WorkingTimes(plans, begin, max(end, add(begin, _TOLERANCE)))
    events, works = _read_events(users, begin, end), _read_works(users, begin, end)
    return [
        [
            *_get_notes_of_order(env, plan),
            *_get_notes_of_hours(env, plan, times),
            *_get_notes_of_events(env, plan, events, times),
            *_get_notes_of_works(env, plan, works, times),
        ]
        for plan in plans
    ]


# Who plans need not see what his people are busy with otherwise, hence superuser: he is
# told when they are, and of works and visits what they are.


def _read_events(users, begin, end):
    events = users.env["calendar.event"].sudo()
    if not users:
        return events
    found = events.search(
        Domain("partner_ids", "in", users.sudo().partner_id.ids)
        & Domain("show_as", "=", "busy")
        & Domain("start", "<", end)
        & Domain("stop", ">", begin),
        order="start, id",
    )
    found.with_env(users.env)._forget_busy_time()
    return found


def _read_works(users, begin, end):
    works = users.env["project.task"].sudo()
    return users and works.search(
        Domain("user_ids", "in", users.ids)
        & Domain("engineering_state", "in", list(works._get_workflow().open_states))
        & Domain("engineering_start", "<", end)
        & Domain("engineering_end", ">", begin),
        order="engineering_start, id",
    )


def _get_notes_of_order(env, plan):
    if plan.start < fields.Datetime.now() - timedelta(days=1):
        yield env._("The planned start is in the past.")
    for work in plan.predecessors:
        ends = work.engineering_end
        if ends and ends > plan.start:
            yield env._(
                "“%(work)s”, which comes before, is planned until %(end)s.",
                work=work.display_name,
                end=_format(env, ends),
            )


def _get_notes_of_hours(env, plan, times):
    start, end = to_aware(plan.start), to_aware(plan.end)
    for user in plan.users or [plan.users]:
        who = user.name or env._("The team")
        time = times.of(plan, user).measure(start, end)
        if not time:
            yield env._("%(engineer)s does not work at this time.", engineer=who)
        elif plan.hours > 0 and time + _TOLERANCE < plan.duration:
            yield env._(
                "%(engineer)s works only %(time)s h of this time, and %(hours)s h are"
                " planned.",
                engineer=who,
                time=format_number(env, to_hours(time)),
                hours=format_number(env, to_hours(plan.duration)),
            )


def _get_notes_of_events(env, plan, events, times):
    for user in plan.users:
        partner = user.sudo().partner_id
        meant = events.filtered(
            lambda event, partner=partner: partner in event.partner_ids
        )
        for event in _overlapping(plan, user, meant, "start", "stop", times):
            if event.engineering_calculation_id:
                what = env._("a site visit")
            else:
                what = env._("a meeting")
            yield env._(
                "%(engineer)s has %(what)s from %(start)s to %(end)s.",
                engineer=user.name,
                what=what,
                start=_format(env, event.start),
                end=_format(env, event.stop),
            )


def _get_notes_of_works(env, plan, works, times):
    for user in plan.users:
        meant = works.filtered(
            lambda work, user=user: user in work.user_ids and work != plan.work
        )
        for work in _overlapping(
            plan, user, meant, "engineering_start", "engineering_end", times
        ):
            seen = work.with_env(env)._filtered_access("read")
            yield env._(
                "%(engineer)s has %(what)s from %(start)s to %(end)s.",
                engineer=user.name,
                what=env._("the work “%(work)s”", work=work.name)
                if seen
                else env._("another work"),
                start=_format(env, work.engineering_start),
                end=_format(env, work.engineering_end),
            )


def _overlapping(plan, user, records, start, end, times):
    """Return what takes a part of the time that a user has for a plan.

    What is in a night between two days of work takes nothing from it, unless the work
    itself is planned in that night.
    """
    time = _join_breaks(times.of(plan, user))
    is_at_night = not time.measure(to_aware(plan.start), to_aware(plan.end))

    def takes_time(record):
        begins, ends = max(record[start], plan.start), min(record[end], plan.end)
        if begins >= ends:
            return False
        return is_at_night or time.measure(to_aware(begins), to_aware(ends))

    return records.filtered(takes_time)[:_SHOWN]


def _join_breaks(time):
    """Return working time through its breaks: at lunch, people are at their work."""
    return WorkingTime(
        (start, after if after - stop <= _BREAK else stop)
        for (start, stop), (after, _stop) in pairwise(
            [*time.intervals, *((end, end) for _start, end in time.intervals[-1:])]
        )
    )


def _format(env, moment):
    return format_datetime(env, moment, dt_format="short")
