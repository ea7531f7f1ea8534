"""A call is what all its events say together.

Events come in any order, some twice and some never. So nothing is done to a call event
by event: all that is known of it is looked at anew, and the same events give the same
call, however they came.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .events import (
    ANSWERED,
    ENDED,
    INCOMING,
    LOST,
    RECORDING,
    RINGING,
    CallEvent,
)

RESULT_RINGING: Final = "ringing"
RESULT_TALKING: Final = "talking"
RESULT_ANSWERED: Final = "answered"
RESULT_MISSED: Final = "missed"
RESULT_UNANSWERED: Final = "unanswered"
GOING_ON: Final = (RESULT_RINGING, RESULT_TALKING)

# How long nothing is heard of a call before it is taken for over.
RINGS_AT_MOST: Final = timedelta(minutes=10)
TALKS_AT_MOST: Final = timedelta(hours=4)


@dataclass(frozen=True)
class Call:
    """What is known of a call."""

    direction: str
    number: str
    queue: str
    rung: tuple[str, ...]
    talked: tuple[str, ...]
    started: datetime
    answered: datetime | None
    ended: datetime | None
    duration: int
    wait: int
    result: str
    recording: str

    @property
    def is_going_on(self) -> bool:
        """Return whether it rings, or people talk."""
        return self.result in GOING_ON


def settle(events: Iterable[CallEvent]) -> Call:
    """Return the call that events tell of: one at least, all of one call."""
    known = sorted({event.id: event for event in _in_order(events)}.values(), key=_key)
    starts = [event for event in known if event.type != RECORDING] or known
    answers = [event for event in known if event.type == ANSWERED]
    ends = [event for event in known if event.type == ENDED]
    lost = [event for event in known if event.type == LOST]
    direction = _first(event.direction for event in known) or INCOMING
    started = starts[0].time
    ended = (ends or lost)[-1].time if ends or lost else None
    counted = max((event.talked or 0 for event in ends), default=0)
    answered = answers[0].time if answers else None
    if answered is None and ended is not None and counted:
        answered = max(started, ended - timedelta(seconds=counted))
    return Call(
        direction=direction,
        number=_first(event.number for event in known) or "",
        queue=_first(event.queue for event in known) or "",
        rung=_gather(known, RINGING),
        talked=_gather(known, ANSWERED)
        or (_gather(known, ENDED) if answered is not None else ()),
        started=started,
        answered=answered,
        ended=ended,
        duration=_get_duration(answered, ended, counted, is_told=bool(ends)),
        wait=_get_seconds(started, answered or ended),
        result=_get_result(direction, answered, ended),
        recording=_first(event.recording for event in known) or "",
    )


def to_clock(seconds: int) -> str:
    """Return a duration as a clock shows it: 3:05, and 1:02:03 beyond an hour."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def is_overdue(call: Call, last_heard: datetime, now: datetime) -> bool:
    """Return whether a call that goes on must be over: nothing is heard of it."""
    if not call.is_going_on:
        return False
    at_most = TALKS_AT_MOST if call.answered else RINGS_AT_MOST
    return now - last_heard > at_most


def _key(event: CallEvent) -> tuple[datetime, str]:
    return event.time, event.id


def _in_order(events: Iterable[CallEvent]) -> list[CallEvent]:
    # Of two that have one id the same one is kept, whichever came first.
    return sorted(events, key=lambda event: event.model_dump_json(), reverse=True)


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _gather(events: Iterable[CallEvent], kind: str) -> tuple[str, ...]:
    found = [
        name for event in events if event.type == kind for name in event.extensions
    ]
    return tuple(dict.fromkeys(found))


def _get_result(
    direction: str, answered: datetime | None, ended: datetime | None
) -> str:
    if ended is None:
        return RESULT_TALKING if answered else RESULT_RINGING
    if answered:
        return RESULT_ANSWERED
    return RESULT_MISSED if direction == INCOMING else RESULT_UNANSWERED


def _get_duration(
    answered: datetime | None, ended: datetime | None, counted: int, *, is_told: bool
) -> int:
    """Return the seconds of talk: none are made up where no end is told."""
    if not is_told or answered is None:
        return 0
    return counted or _get_seconds(answered, ended)


def _get_seconds(since: datetime, until: datetime | None) -> int:
    return max(0, int((until - since).total_seconds())) if until else 0
