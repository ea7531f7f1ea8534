"""What a real Asterisk 22 has told of calls is read as the calls that were made.

The recordings are of calls through a trunk, desk phones and a queue, one a file; see
docs/telephony.md for the exchange that they were made with.
"""

import json
from pathlib import Path

import pytest
from telephony.ari import AriReader
from telephony.ari_resume import AriFollower
from telephony.call import settle

RECORDINGS = Path(__file__).parent / "asterisk"
PLACES = {str(number): str(number) for number in range(101, 107)}
CALLER = "79161234567"
CALLED = "+79031112233"
NOW = "2026-11-27T12:40:00.000+0000"

CALLS = {
    # recording: direction, number, queue, who was rung, who talked, result
    "in_answered": ("in", CALLER, "", "101", "101", "answered"),
    "in_missed": ("in", CALLER, "", "103", "", "missed"),
    "in_busy": ("in", CALLER, "", "104", "", "missed"),
    "in_hidden": ("in", "", "", "103", "", "missed"),
    "in_group": ("in", CALLER, "", "102 103", "102", "answered"),
    "in_local": ("in", CALLER, "", "101", "101", "answered"),
    "in_queue": ("in", CALLER, "sales", "102 103", "102", "answered"),
    "in_announcement": ("in", CALLER, "", "", "", "missed"),
    "in_recorded": ("in", CALLER, "", "102", "102", "answered"),
    "in_transfer_blind": ("in", CALLER, "", "105 102", "105 102", "answered"),
    "in_transfer_attended": ("in", CALLER, "", "106 102", "106 102", "answered"),
    "out_desk": ("out", CALLED, "", "101", "101", "answered"),
    "out_unanswered": ("out", "+79031112239", "", "101", "", "unanswered"),
    "out_originate": ("out", CALLED, "", "102", "102", "answered"),
    "internal": ("internal", "101", "", "102", "102", "answered"),
    "internal_unanswered": ("internal", "101", "", "103", "", "unanswered"),
    "internal_queue": ("internal", "101", "sales", "102 103", "102", "answered"),
}


def recorded(name):
    lines = (RECORDINGS / f"{name}.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def read(reader, told):
    return [event for one in told for event in reader.hear(one)]


def looked_at(call):
    return (
        call.direction,
        call.number,
        call.queue,
        " ".join(call.rung),
        " ".join(call.talked),
        call.result,
    )


@pytest.mark.parametrize("name", CALLS)
def test_recorded_call(name):
    reader = AriReader(PLACES)
    events = read(reader, recorded(name))
    assert len({event.call for event in events}) == 1
    assert len({event.id for event in events}) == len(events)
    assert looked_at(settle(events)) == CALLS[name]
    assert not reader.keys


def test_every_recording_is_asked_about():
    there = {path.stem for path in RECORDINGS.glob("*.jsonl")}
    assert there == {*CALLS, "out_originate_refused"}


def test_talk_is_as_long_as_the_phone_has_talked():
    call = settle(read(AriReader(PLACES), recorded("in_answered")))
    assert 5 <= call.duration <= 7
    assert call.wait == 2


def test_who_is_rung_is_known_before_anybody_answers():
    events = read(AriReader(PLACES), recorded("in_queue"))
    kinds = [event.type for event in events]
    assert kinds.index("answered") == 3
    assert (events[2].time - events[0].time).total_seconds() <= 1


def test_our_own_call_ends_though_the_phone_is_not_picked_up():
    (event,) = read(AriReader(PLACES), recorded("out_originate_refused"))
    assert (event.call, event.type) == ("odoo-2", "ended")


def test_a_device_has_the_extension_that_is_set():
    reader = AriReader({"PJSIP/101": "77"})
    events = read(reader, recorded("in_answered"))
    assert settle(events).talked == ("77",)


def test_a_phone_of_nobody_here_is_no_customer():
    events = read(AriReader({}), recorded("internal_unanswered"))
    assert looked_at(settle(events)) == CALLS["internal_unanswered"]


def test_calls_of_a_night_are_apart():
    reader = AriReader(PLACES)
    told = sorted(
        (one for name in CALLS for one in recorded(name)),
        key=lambda one: one["timestamp"],
    )
    events = read(reader, told)
    by_call = {}
    for event in events:
        by_call.setdefault(event.call, []).append(event)
    found = sorted(looked_at(settle(of_call)) for of_call in by_call.values())
    assert found == sorted(CALLS.values())
    assert not reader.keys


@pytest.mark.parametrize("name", ["in_queue", "in_transfer_attended", "out_desk"])
def test_what_is_told_twice_says_the_same(name):
    once = read(AriReader(PLACES), recorded(name))
    twice = read(AriReader(PLACES), [o for one in recorded(name) for o in (one, one)])
    assert settle(once) == settle(once + twice)
    assert {event.id for event in once} == {event.id for event in twice}


@pytest.mark.parametrize("name", CALLS)
def test_any_beginning_may_be_unheard(name):
    told = recorded(name)
    for since in range(1, len(told)):
        reader = AriReader(PLACES)
        read(reader, told[since:])
        assert not reader.keys


def live():
    return json.loads((RECORDINGS / "live.json").read_text())


def test_calls_that_go_on_are_found_again():
    reader = AriFollower(PLACES)
    there = live()
    events = reader.resume(there["channels"], there["bridges"], NOW)
    by_call = {}
    for event in events:
        by_call.setdefault(event.call, []).append(event)
    found = {looked_at(settle(of_call)) for of_call in by_call.values()}
    assert found == {
        ("in", "79161110001", "", "", "101", "talking"),
        ("in", "79161110003", "", "103", "", "ringing"),
        ("out", CALLED, "", "", "102", "talking"),
        ("internal", "105", "", "", "102", "talking"),
        ("internal", "104", "", "103", "", "ringing"),
    }
    assert reader.keys == set(by_call)


def test_what_goes_on_has_the_names_it_began_with():
    told = recorded("in_answered")
    first = AriFollower(PLACES)
    begun = read(first, [one for one in told if one["type"] != "ChannelDestroyed"])
    again = AriFollower(PLACES)
    channels = {
        one["channel"]["id"]: one["channel"] for one in told if "channel" in one
    }
    bridge = next(
        one["bridge"] for one in reversed(told) if one["type"] == "ChannelEnteredBridge"
    )
    found = again.resume(channels.values(), [bridge], NOW)
    assert {event.id for event in found} <= {event.id for event in begun}
    ended = read(again, [one for one in told if one["type"] == "ChannelDestroyed"])
    assert [event.type for event in ended] == ["ended"]
