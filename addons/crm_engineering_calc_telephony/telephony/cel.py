"""What Asterisk keeps of its channels in a file (CEL), read as events of calls.

It keeps what it tells by ARI, but for who dials whom. So it is read by the same reader:
the same channels give the same events, and what was heard already is known by its id.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, Final

from .ari import AriReader
from .ari_channel import BEGINS, HOLDING, LOCAL, ORIGINATED, Told
from .events import CallEvent, EventRefusal, EventRefused

# The order that cel_custom.conf of the documentation writes them in.
COLUMNS: Final = (
    "type",
    "time",
    "id",
    "linked",
    "name",
    "number",
    "exten",
    "context",
    "app",
    "data",
    "extra",
)
STARTS: Final = "CHAN_START"
ENDS: Final = "CHAN_END"
ENTERS: Final = "BRIDGE_ENTER"
LEAVES: Final = "BRIDGE_EXIT"
RUNS: Final = "APP_START"
# Where Asterisk calls somebody itself, nothing is dialled.
NOTHING_DIALLED: Final = ("", "s")

Record = Mapping[str, str]


def read_records(rows: object, places: Mapping[str, str]) -> list[CallEvent]:
    """Return what records tell of calls.

    :param rows: as they are in the file, a list of texts each, of whole calls
    :param places: as the reader takes them
    :raises EventRefused: they are no records
    """
    if not isinstance(rows, list):
        raise EventRefused([EventRefusal("records", "A list of records")])
    reader = CelReader(places)
    return [
        event
        for number, row in enumerate(rows)
        for event in reader.hear_record(_to_record(row, number))
    ]


def _to_record(row: object, number: int) -> Record:
    where = f"records.{number}"
    if not isinstance(row, list) or len(row) != len(COLUMNS):
        told = f"A list of {len(COLUMNS)} texts, as cel_custom.conf has them"
        raise EventRefused([EventRefusal(where, told)])
    if not all(isinstance(one, str) and "\0" not in one for one in row):
        raise EventRefused([EventRefusal(where, "Texts only")])
    record = dict(zip(COLUMNS, row, strict=True))
    try:
        _to_moment(record["time"])
    except (ValueError, OverflowError, OSError) as error:
        told = "Seconds since 1970: take dateformat out of cel.conf"
        raise EventRefused([EventRefusal(f"{where}.time", told)]) from error
    return record


class CelReader:
    """Reads records in the order that they were written."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._reader = AriReader(places)
        self._known: dict[str, Record] = {}
        self._dialling: dict[str, Record] = {}
        self._bridges: dict[str, list[str]] = {}

    def hear_record(self, record: Record) -> list[CallEvent]:
        """Return what a record tells of calls, often nothing."""
        kind = record["type"]
        if kind == STARTS:
            return self._start(record)
        if record["id"] not in self._known:
            # Its beginning is not among what is read.
            return []
        self._known[record["id"]] = record
        if kind == RUNS:
            self._dialling[record["linked"]] = record
        elif kind in (ENTERS, LEAVES):
            return self._move(record)
        elif kind == ENDS:
            del self._known[record["id"]]
            told = {"channel": _to_channel(record)}
            return self._hear("ChannelDestroyed", record, told)
        return []

    def _start(self, record: Record) -> list[CallEvent]:
        begins = record["id"] == record["linked"]
        channel = _to_channel(record)
        if begins and _is_dialled(record):
            channel["state"] = BEGINS
        caller = self._dialling.get(record["linked"]) or self._known.get(
            record["linked"]
        )
        self._known[record["id"]] = record
        events = self._hear("ChannelCreated", record, {"channel": channel})
        is_far_end = record["name"].startswith(LOCAL) and record["name"].endswith(";2")
        if begins or is_far_end or not caller or caller["id"] == record["id"]:
            return events
        dial = {
            "caller": _to_channel(caller),
            "peer": channel,
            "dialstring": caller["data"],
        }
        return events + self._hear("Dial", record, dial)

    def _move(self, record: Record) -> list[CallEvent]:
        told = _read_extra(record["extra"])
        name = told.get("bridge_id")
        if not name or not isinstance(name, str):
            return []
        present = self._bridges.setdefault(name, [])
        if record["id"] in present:
            present.remove(record["id"])
        if record["type"] == LEAVES:
            return []
        present.append(record["id"])
        technology = str(told.get("bridge_technology") or "")
        bridge = {
            "id": name,
            "channels": list(present),
            "bridge_type": HOLDING if technology.startswith(HOLDING) else "",
        }
        return self._hear("ChannelEnteredBridge", record, {"bridge": bridge})

    def _hear(self, kind: str, record: Record, told: Told) -> list[CallEvent]:
        moment = _to_moment(record["time"]).strftime("%Y-%m-%dT%H:%M:%S.%f%z")
        return self._reader.hear({"type": kind, "timestamp": moment, **told})


def _is_dialled(record: Record) -> bool:
    own = record["id"].startswith(ORIGINATED)
    return not own and record["exten"] not in NOTHING_DIALLED


def _to_channel(record: Record) -> dict[str, Any]:
    return {
        "id": record["id"],
        "name": record["name"],
        "caller": {"number": record["number"]},
        "dialplan": {
            "exten": record["exten"],
            "app_name": record["app"],
            "app_data": record["data"],
        },
    }


def _to_moment(told: str) -> datetime:
    return datetime.fromtimestamp(float(told), timezone.utc)


def _read_extra(text: str) -> Mapping[str, Any]:
    try:
        told = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def get_last_moments(records: Sequence[CallEvent]) -> dict[str, datetime]:
    """Return when each call was last told of, by its name."""
    moments: dict[str, datetime] = {}
    for event in records:
        known = moments.get(event.call, event.time)
        moments[event.call] = max(known, event.time)
    return moments
