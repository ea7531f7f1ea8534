"""Working time: what counts of it, over weekends, lunch, holidays and zones."""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from domain.promise import (
    Milestones,
    Urgency,
    WaitingFor,
    WorkingTime,
    get_level,
    get_urgency,
    get_waiting_for,
    to_hours,
    to_time,
)
from hypothesis import given
from hypothesis import strategies as st

UTC = timezone.utc
MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
MONDAY = date(2026, 11, 23)
HALVES = ((time(9), time(13)), (time(14), time(18)))


def weeks(first, days, zone=MOSCOW, halves=HALVES):
    """Return five days a week of eight hours, with an hour of lunch."""
    dates = (first + timedelta(days=number) for number in range(days))
    return WorkingTime(
        (datetime.combine(day, start, zone), datetime.combine(day, stop, zone))
        for day in dates
        if day.weekday() < 5
        for start, stop in halves
    )


WORK = weeks(MONDAY, 28)


def at(day, hour, minute=0, zone=MOSCOW, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("begin", "hours", "due"),
    [
        (at(23, 9), 8, at(23, 18)),
        (at(23, 12), 2, at(23, 15)),
        (at(23, 13, 30), 1, at(23, 15)),
        (at(27, 17), 8, at(30, 17)),
        (at(28, 3), 4, at(30, 13)),
        (at(27, 18), 1, at(30, 10)),
        (at(23, 22), 16, at(25, 18)),
        (at(23, 10), 0, at(23, 10)),
        (at(30, 10), -2, at(27, 17)),
        (at(29, 12), -8, at(26, 18)),
    ],
)
def test_promise_is_due_in_working_hours(begin, hours, due):
    assert WORK.shift(begin, to_time(hours)) == due


def test_promise_ends_nowhere_in_a_calendar_that_is_too_short():
    assert WORK.shift(at(23, 9), to_time(1000)) is None
    assert WORK.shift(at(23, 9), to_time(-1)) is None
    assert WORK.shift(at(23, 10), to_time(-1)) == at(23, 9)
    assert WorkingTime([]).shift(at(23, 9), HOUR) is None


def test_holidays_and_absences_do_not_count():
    work = WORK.without([(at(24, 0), at(25, 0)), (at(25, 10), at(25, 11))])
    assert work.shift(at(23, 17), to_time(3)) == at(25, 12)
    assert work.measure(at(23, 0), at(26, 0)) == 15 * HOUR
    assert WORK.without([]) is WORK


@pytest.mark.parametrize(
    ("first", "sunday"), [(date(2026, 3, 23), 29), (date(2026, 10, 19), 25)]
)
def test_hours_of_a_night_shift_are_those_of_a_clock_that_is_put(first, sunday):
    night = WorkingTime(
        [
            (
                datetime(2026, first.month, sunday, 0, tzinfo=BERLIN),
                datetime(2026, first.month, sunday, 8, tzinfo=BERLIN),
            )
        ]
    )
    begin, end = night.intervals[0]
    real = 7 if first.month == 3 else 9
    assert night.measure(begin, end) == real * HOUR
    assert night.shift(begin, real * HOUR) == end


@pytest.mark.parametrize("month", [3, 10])
def test_working_hours_keep_their_place_when_the_clock_is_put(month):
    friday = 27 if month == 3 else 23
    work = weeks(date(2026, month, friday), 5, BERLIN)
    begin = datetime(2026, month, friday, 17, tzinfo=BERLIN)
    due = work.shift(begin, 8 * HOUR).astimezone(BERLIN)
    assert (due.weekday(), due.hour) == (0, 17)


def test_who_asks_from_another_zone_gets_the_hours_of_the_team():
    asked = datetime(2026, 11, 23, 23, tzinfo=ZoneInfo("Asia/Vladivostok"))
    assert WORK.shift(asked, to_time(1)) == at(23, 17)


def test_day_ends_with_its_work():
    assert WORK.get_end(at(23, 0), at(24, 0)) == at(23, 18)
    assert WORK.get_end(at(28, 0), at(29, 0)) == at(29, 0)


def test_milestones_are_a_quarter_before_and_after():
    soon, due, overdue = WORK.get_milestones(at(23, 9), at(23, 18))
    assert (soon, due, overdue) == (at(23, 16), at(23, 18), at(24, 11))
    assert WORK.get_milestones(at(23, 9), None) == Milestones()


@pytest.mark.parametrize(
    ("now", "level", "urgency"),
    [
        (at(23, 15), 0, Urgency.SAFE),
        (at(23, 16), 1, Urgency.SOON),
        (at(23, 18), 2, Urgency.LATE),
        (at(24, 12), 3, Urgency.LATE),
    ],
)
def test_urgency_is_told_by_the_milestones_behind(now, level, urgency):
    milestones = WORK.get_milestones(at(23, 9), at(23, 18))
    assert get_level(now, milestones) == level
    assert get_urgency(now, milestones) == urgency


def test_what_has_no_deadline_is_safe():
    assert get_urgency(at(23, 9), Milestones()) == Urgency.SAFE


@pytest.mark.parametrize(
    ("state", "is_visit_ahead", "expected"),
    [
        ("requested", True, WaitingFor.NOBODY),
        ("in_progress", False, WaitingFor.NOBODY),
        ("in_progress", True, WaitingFor.CUSTOMER),
        ("waiting", True, WaitingFor.MANAGER),
        ("held", False, WaitingFor.MANAGER),
    ],
)
def test_state_and_visit_tell_who_is_waited_for(state, is_visit_ahead, expected):
    assert get_waiting_for(state, is_visit_ahead) == expected


moments = st.datetimes(
    datetime(2026, 11, 23), datetime(2026, 12, 20), timezones=st.just(UTC)
)
times = st.integers(-40 * 3600, 40 * 3600).map(
    lambda seconds: timedelta(seconds=seconds)
)
spans = st.tuples(moments, st.integers(0, 90)).map(
    lambda span: (span[0], span[0] + span[1] * HOUR)
)


@given(moments, times)
def test_what_is_shifted_is_as_far_as_asked(moment, time_):
    shifted = WORK.shift(moment, time_)
    if shifted is not None:
        assert WORK.measure(moment, shifted) == time_


@given(moments, moments, moments)
def test_parts_of_a_time_sum_up(first, second, third):
    parts = WORK.measure(first, second) + WORK.measure(second, third)
    assert parts == WORK.measure(first, third)


@given(moments, st.integers(1, 40), st.integers(0, 40), st.integers(0, 40))
def test_deadline_moves_by_what_stood_still(moment, promised, before, stood):
    """However long a wait is, who goes on has as much time as when he began to wait."""
    due = WORK.shift(moment, promised * HOUR)
    asked = WORK.shift(moment, before * HOUR)
    answered = asked and WORK.shift(asked, stood * HOUR)
    moved = due and answered and WORK.shift(due, WORK.measure(asked, answered))
    if moved:
        assert WORK.measure(answered, moved) == WORK.measure(asked, due)


@given(st.lists(spans, max_size=5), moments, moments)
def test_absence_takes_away_what_it_covers_once(absences, first, second):
    left = WORK.without(absences)
    away = WorkingTime(absences)
    both = sum(
        (
            max(min(stop, b) - max(start, a), timedelta())
            for a, b in WORK.intervals
            for start, stop in away.intervals
        ),
        timedelta(),
    )
    begin, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)
    assert left.measure(begin, end) == WORK.measure(begin, end) - both
    assert left.measure(first, second) == -left.measure(second, first)


@given(st.lists(spans, max_size=6))
def test_overlapping_hours_count_once(intervals):
    assert WorkingTime(intervals * 2).intervals == WorkingTime(intervals).intervals


@given(st.floats(0, 10000))
def test_hours_are_kept_to_the_second(hours):
    assert abs(to_hours(to_time(hours)) - hours) <= 1 / 3600
