"""Working time: when a promise is due, what counts, and what stands still.

A promise is so many hours of work. Nights, weekends, lunch, holidays and the absence of
who has the card are no work, and the clock stands while others are waited for.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Final, NamedTuple

from .text_enum import TextEnum
from .workflows import CalculationState

Interval = tuple[datetime, datetime]

UTC: Final = timezone.utc
NOTHING: Final = timedelta()
# The part of the time that is left when people are warned, and as long after the end
# they are told once more.
WARNING: Final = 4


class WaitingFor(TextEnum):
    NOBODY = "nobody"
    MANAGER = "manager"
    CUSTOMER = "customer"


class Urgency(TextEnum):
    SAFE = "safe"
    SOON = "soon"
    LATE = "late"


class Milestones(NamedTuple):
    """When people are warned of a deadline, when it is over, and when for long."""

    soon: datetime | None = None
    due: datetime | None = None
    overdue: datetime | None = None


class WorkingTime:
    """The time in which somebody works, as (start, stop) pairs of aware datetimes.

    It knows the time that it is given, and nothing of what is before and after.
    """

    def __init__(self, intervals: Iterable[Interval]) -> None:
        # In one zone: the difference of local times forgets what a clock was put.
        spans = sorted(
            (start.astimezone(UTC), stop.astimezone(UTC)) for start, stop in intervals
        )
        self.intervals: tuple[Interval, ...] = tuple(_merge(spans))

    def without(self, absences: Iterable[Interval]) -> "WorkingTime":
        """Return what is left of it beside `absences`."""
        away = WorkingTime(absences).intervals
        if not away:
            return self
        return WorkingTime(
            part for interval in self.intervals for part in _cut(interval, away)
        )

    def measure(self, begin: datetime, end: datetime) -> timedelta:
        """Return the working time from `begin` to `end`, negative when it is before."""
        if end < begin:
            return -self.measure(end, begin)
        return sum(
            (
                max(min(stop, end) - max(start, begin), NOTHING)
                for start, stop in self.intervals
            ),
            NOTHING,
        )

    def shift(self, moment: datetime, time: timedelta) -> datetime | None:
        """Return when `time` of work has passed since `moment`, or before it if < 0.

        A time that ends with a working day ends then, and not the next morning. None:
        it does not end within what is known.
        """
        if not time:
            return moment
        return (
            self._after(moment, time) if time > NOTHING else self._before(moment, -time)
        )

    def _after(self, moment: datetime, time: timedelta) -> datetime | None:
        for start, stop in self.intervals:
            begin = max(start, moment)
            if begin >= stop:
                continue
            if time <= stop - begin:
                return begin + time
            time -= stop - begin
        return None

    def _before(self, moment: datetime, time: timedelta) -> datetime | None:
        first = None
        for start, stop in reversed(self.intervals):
            end = min(stop, moment)
            if end <= start:
                continue
            if time < end - start:
                return end - time
            time -= end - start
            first = start
        return first if not time else None

    def get_end(self, begin: datetime, end: datetime) -> datetime:
        """Return when the work of a day, from `begin` to `end`, is over.

        Where nobody works on that day, it is over with the day itself.
        """
        stops = [
            min(stop, end)
            for start, stop in self.intervals
            if start < end and stop > begin
        ]
        return max(stops, default=end)

    def get_milestones(self, begin: datetime, due: datetime | None) -> Milestones:
        """Return the milestones of what was promised at `begin` until `due`."""
        if due is None:
            return Milestones()
        part = max(self.measure(begin, due), NOTHING) / WARNING
        return Milestones(
            self.shift(due, -part) or begin, due, self.shift(due, part) or due
        )


def get_waiting_for(state: str, is_visit_ahead: bool) -> WaitingFor:
    """Return who keeps a card from going on."""
    if state in (CalculationState.WAITING, CalculationState.HELD):
        return WaitingFor.MANAGER
    if is_visit_ahead and state == CalculationState.IN_PROGRESS:
        return WaitingFor.CUSTOMER
    return WaitingFor.NOBODY


def get_level(now: datetime, milestones: Milestones) -> int:
    """Return how many of the milestones are behind."""
    return sum(moment is not None and moment <= now for moment in milestones)


def get_urgency(now: datetime, milestones: Milestones) -> Urgency:
    """Return the colour of what is to be done until a deadline."""
    level = get_level(now, milestones)
    return (Urgency.SAFE, Urgency.SOON, Urgency.LATE, Urgency.LATE)[level]


def to_time(hours: float) -> timedelta:
    """Return hours as people write them, to the second."""
    return timedelta(seconds=round(hours * 3600))


def to_hours(time: timedelta) -> float:
    """Return a time in hours."""
    return time / timedelta(hours=1)


def _merge(spans: Iterable[Interval]) -> Iterator[Interval]:
    """Yield intervals that neither touch nor overlap, of sorted ones."""
    last: Interval | None = None
    for start, stop in spans:
        if stop <= start:
            continue
        if last is None:
            last = start, stop
        elif start <= last[1]:
            last = last[0], max(last[1], stop)
        else:
            yield last
            last = start, stop
    if last is not None:
        yield last


def _cut(interval: Interval, away: Iterable[Interval]) -> Iterator[Interval]:
    """Yield the parts of an interval that are beside the sorted `away`."""
    begin, end = interval
    for start, stop in away:
        if stop <= begin:
            continue
        if start >= end:
            break
        if begin < start:
            yield begin, start
        begin = stop
    if begin < end:
        yield begin, end
