"""What Asterisk 22 kept of its channels is read as what it told of them.

Each call was heard by ARI and kept as records (CEL) at once: `.jsonl` and `.csv`.
"""

import csv
import json
from pathlib import Path

import pytest
from telephony.ari import AriReader
from telephony.call import settle
from telephony.cel import get_last_moments, read_records
from telephony.events import CallEvent, EventRefused

RECORDINGS = Path(__file__).parent / "asterisk"
NAMES = sorted(path.stem for path in RECORDINGS.glob("*.csv"))
PLACES = {str(number): str(number) for number in range(101, 107)}


def records(name):
    with (RECORDINGS / f"{name}.csv").open(newline="") as file:
        return list(csv.reader(file))


def heard(name):
    reader = AriReader(PLACES)
    lines = (RECORDINGS / f"{name}.jsonl").read_text().splitlines()
    return [event for line in lines for event in reader.hear(json.loads(line))]


@pytest.mark.parametrize("name", NAMES)
def test_records_tell_what_was_heard(name):
    told = read_records(records(name), PLACES)
    assert {event.id for event in told} == {event.id for event in heard(name)}
    assert settle(told) == settle(heard(name))


def test_all_kinds_of_calls_were_kept():
    assert len(NAMES) == 17


def test_calls_that_are_sent_together_are_apart():
    rows = sorted((row for name in NAMES for row in records(name)), key=lambda r: r[1])
    together = {event.id for event in read_records(rows, PLACES)}
    assert together == {event.id for name in NAMES for event in heard(name)}


@pytest.mark.parametrize("name", NAMES)
def test_half_of_the_records_is_no_error(name):
    rows = records(name)
    for index in range(len(rows)):
        read_records(rows[index:], PLACES)
        read_records(rows[:index], PLACES)


@pytest.mark.parametrize(
    "rows",
    [
        None,
        "records",
        [1],
        [["CHAN_START"]],
        [["CHAN_START", "2026-11-27 12:00:00", *[""] * 9]],
        [["CHAN_START", "nan", *[""] * 9]],
        [["CHAN_START", "1e999", *[""] * 9]],
        [["CHAN_START", "1795794557.0", None, *[""] * 8]],
        [["CHAN_START", "1795794557.0", "\0", *[""] * 8]],
    ],
)
def test_what_is_no_record_is_refused(rows):
    with pytest.raises(EventRefused):
        read_records(rows, PLACES)


def test_strange_texts_are_no_error():
    for extra in ("{", "[]", '{"bridge_id": []}', "[" * 10_000):
        rows = records("in_answered")
        for row in rows:
            row[5], row[10] = "<script>" * 100, extra
        assert settle(read_records(rows, PLACES)).result == "missed"


def test_last_moment_is_of_each_call():
    def event(call, second):
        moment = f"2026-11-27T12:00:{second:02}Z"
        told = {"id": f"{call}{second}", "call": call, "type": "ended", "time": moment}
        return CallEvent.model_validate(told)

    moments = get_last_moments([event("a", 5), event("a", 1), event("b", 3)])
    assert {call: moment.second for call, moment in moments.items()} == {"a": 5, "b": 3}
