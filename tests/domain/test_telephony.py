"""A call is the same however its events come, and signatures are what they seem."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telephony.call import GOING_ON, is_overdue, settle
from telephony.events import CallEvent, EventRefused, read_event
from telephony.signature import WINDOW, is_signed, is_timely, sign

START = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.utc)


def event(kind, second=0, **values):
    return CallEvent.model_validate(
        {
            "id": values.pop("id", f"{kind}-{second}"),
            "call": "call-1",
            "type": kind,
            "time": START + timedelta(seconds=second),
            **values,
        }
    )


WHOLE = [
    event("ringing", 0, direction="in", number="+79001234567", extensions=["101"]),
    event("ringing", 5, extensions=["102"], queue="sales"),
    event("answered", 12, extensions=["102"]),
    event("ended", 72),
    event("recording", 75, recording="https://example.com/1.mp3"),
]


@given(st.permutations(WHOLE), st.lists(st.sampled_from(WHOLE)))
def test_order_and_doubles_change_nothing(events, doubles):
    assert settle([*events, *doubles]) == settle(WHOLE)


def test_whole_call():
    call = settle(WHOLE)
    assert (call.result, call.duration, call.wait) == ("answered", 60, 12)
    assert (call.rung, call.talked) == (("101", "102"), ("102",))
    assert (call.direction, call.number, call.queue) == ("in", "+79001234567", "sales")
    assert call.recording == "https://example.com/1.mp3"


KINDS = st.sampled_from(["ringing", "answered", "ended", "recording", "lost"])
EVENTS = st.lists(
    st.builds(
        event,
        KINDS,
        st.integers(0, 500),
        id=st.sampled_from("abcdefgh"),
        direction=st.sampled_from(["in", "out", "internal", None]),
        extensions=st.lists(st.sampled_from(["101", "102"]), max_size=2),
        talked=st.none() | st.integers(0, 300),
    ),
    min_size=1,
)


@given(EVENTS, st.randoms())
def test_any_events_give_one_call(events, random):
    shuffled = [*events, *events]
    random.shuffle(shuffled)
    call = settle(shuffled)
    assert call == settle(events)
    assert call.duration >= 0 and call.wait >= 0
    assert (call.ended is None) == (call.result in GOING_ON)
    assert (call.answered is not None) == (call.result in ("talking", "answered"))
    assert call.answered is not None or not call.duration


@given(st.lists(st.sampled_from(WHOLE), min_size=1))
def test_more_is_never_forgotten(events):
    known = settle(events)
    more = settle([*events, *WHOLE])
    assert known.is_going_on or not more.is_going_on
    assert not known.answered or more.answered == known.answered
    assert set(known.rung) <= set(more.rung)


def test_end_that_tells_of_talk_is_an_answer():
    call = settle([WHOLE[0], event("ended", 72, talked=50, extensions=["101"])])
    assert (call.result, call.duration, call.talked) == ("answered", 50, ("101",))
    assert call.answered == START + timedelta(seconds=22)


@pytest.mark.parametrize(
    "direction, result",
    [("in", "missed"), ("out", "unanswered"), ("internal", "unanswered")],
)
def test_end_without_answer(direction, result):
    call = settle([event("ringing", direction=direction), event("ended", 30)])
    assert (call.result, call.duration, call.wait) == (result, 0, 30)


def test_lost_end_makes_up_no_talk():
    lost = [*WHOLE[:3], event("lost", 20000)]
    assert (settle(lost).result, settle(lost).duration) == ("answered", 0)
    assert settle([*lost, WHOLE[3]]).duration == 60


@pytest.mark.parametrize(
    "events, minutes, overdue",
    [
        (WHOLE[:1], 9, False),
        (WHOLE[:1], 11, True),
        (WHOLE[:3], 11, False),
        (WHOLE[:3], 241, True),
        (WHOLE, 2000, False),
    ],
)
def test_silence_ends_a_call(events, minutes, overdue):
    now = START + timedelta(minutes=minutes)
    assert is_overdue(settle(events), START, now) == overdue


TOLD = {"id": "1", "call": "c", "type": "ringing", "time": "2026-03-02T12:00:00+03:00"}


def test_event_is_read():
    assert read_event(TOLD).time == START


@pytest.mark.parametrize(
    "values",
    [
        {"id": ""},
        {"id": "a\0"},
        {"type": "lost"},
        {"type": "other"},
        {"time": "2026-03-02T12:00:00"},
        {"number": "<script>"},
        {"recording": "javascript:alert(1)"},
        {"extensions": ["1"] * 101},
        {"talked": -1},
        {"unknown": 1},
    ],
)
def test_what_is_no_event_is_refused(values):
    with pytest.raises(EventRefused) as refused:
        read_event({**TOLD, **values})
    assert refused.value.refusals[0].field.split(".")[0] in values


@pytest.mark.parametrize("told", [None, [], "text", {}])
def test_what_is_no_object_is_refused(told):
    with pytest.raises(EventRefused):
        read_event(told)


@given(st.text(min_size=1), st.binary(), st.text(max_size=80))
def test_only_the_right_signature_passes(secret, body, other):
    right = sign(secret, "1000", body)
    assert is_signed(secret, "1000", body, f" {right.upper()} ")
    assert not is_signed(secret, "1001", body, right)
    assert not is_signed(secret, "1000", body + b".", right)
    assert is_signed(secret, "1000", body, other) == (other.strip().lower() == right)


def test_no_secret_signs_nothing():
    for known in ("", "no exchange has this secret"):
        assert not is_signed("", "1000", b"", sign(known, "1000", b""))


@pytest.mark.parametrize(
    "seconds, timely", [(0, True), (300, True), (301, False), (-300, True)]
)
def test_window(seconds, timely):
    moment = str(int(START.timestamp()))
    assert WINDOW == timedelta(minutes=5)
    assert is_timely(moment, START + timedelta(seconds=seconds)) == timely


@pytest.mark.parametrize("moment", ["", "now", "-1", "1.5", "١٢", "9" * 13])
def test_moment_that_is_none(moment):
    assert not is_timely(moment, START)
