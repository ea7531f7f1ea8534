"""Channels as Asterisk tells of them by ARI, and the calls that they are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from .events import CallEvent, EventRefused, read_event

Told = Mapping[str, Any]

# Of these something is read here: Asterisk is asked to send no others.
HEARD: Final = (
    "ChannelCreated",
    "ChannelDestroyed",
    "ChannelEnteredBridge",
    "Dial",
)
# So begin the names of calls that we have asked for, and told of, ourselves.
ORIGINATED: Final = "odoo-"
BEGINS: Final = "Ring"
RINGS: Final = ("Down", "Ringing")
LOCAL: Final = "Local/"
HOLDING: Final = "holding"
QUEUE: Final = "Queue"
DIALLED: Final = re.compile(r"[+\d*#][\d*#]+")
SERIAL: Final = re.compile(r"-[0-9a-f]{8,}(;[12])?$")


@dataclass
class Channel:
    """A leg of a call."""

    id: str
    name: str
    place: str
    call: "AriCall"

    @property
    def is_local(self) -> bool:
        """Return whether it is one of the two ends of a channel within Asterisk."""
        return self.name.startswith(LOCAL)


@dataclass
class AriCall:
    """Channels that are one call."""

    key: str
    place: str
    begun: str
    number: str = ""
    direction: str = ""
    queue: str = ""
    channels: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)

    def to_event(self, kind: str, moment: str, place: str = "") -> CallEvent:
        """Return the event that something happened to the call, at a place of ours."""
        values = {
            "id": f"{self.key}:{kind}:{place}"[:128],
            "call": self.key[:128],
            "type": kind,
            "time": to_moment(moment),
            "direction": self.direction or None,
            "number": self.number,
            "extensions": [place] if place else [],
            "queue": self.queue or None,
        }
        try:
            return read_event(values)
        except EventRefused:
            # Asterisk lets a caller call himself anything.
            return read_event({**values, "number": "", "queue": None})


def to_moment(moment: str) -> datetime:
    """Return a moment that Asterisk tells: its zone is written without a colon."""
    return datetime.strptime(moment, "%Y-%m-%dT%H:%M:%S.%f%z")


def to_age(told: Told) -> tuple[datetime, str]:
    return to_moment(told["creationtime"]), told["id"]


def to_order(key: str) -> tuple[float, str]:
    # Asterisk names channels after the moment, and a count.
    head, _, count = key.rpartition("-")[2].partition(".")
    return (float(f"{head}.{count:0>9}") if head.isdigit() else 0.0), key


def to_number(number: str | None) -> str:
    """Return a number; “anonymous” and the like are none."""
    number = (number or "").strip()
    return number if any(sign.isdigit() for sign in number) else ""


def to_dialled(text: str | None) -> str:
    found = DIALLED.search(text or "")
    return found.group() if found else ""


def to_queue(dialplan: Told) -> str:
    if dialplan.get("app_name") != QUEUE:
        return ""
    return str(dialplan.get("app_data") or "").partition(",")[0].strip()
