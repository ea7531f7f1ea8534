"""What an exchange tells of a call, whatever the exchange."""

from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

RINGING: Final = "ringing"
ANSWERED: Final = "answered"
ENDED: Final = "ended"
RECORDING: Final = "recording"
# Nothing was heard of the call for too long: told by ourselves.
LOST: Final = "lost"

INCOMING: Final = "in"
OUTGOING: Final = "out"
INTERNAL: Final = "internal"

MOST_EXTENSIONS: Final = 100
LONGEST_CALL: Final = 24 * 60 * 60


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(timezone.utc).replace(microsecond=0)


Word = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=128,
        pattern=r"^[^\x00-\x1f\x7f]+$",
    ),
]
Extension = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[\w.*#+-]{1,32}$")
]
Number = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[\w+*#() .@:/-]{0,64}$")
]
Address = Annotated[
    str, StringConstraints(max_length=1000, pattern=r"^https?://[^\s\x00-\x1f]+$")
]
Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class CallEvent(BaseModel):
    """One thing that happened to a call."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Word
    call: Word
    type: Literal["ringing", "answered", "ended", "recording", "lost"]
    time: Moment
    direction: Literal["in", "out", "internal"] | None = None
    # Of the other side, as the exchange writes it.
    number: Number = ""
    # Of ours who are rung, who answer, or who call.
    extensions: Annotated[tuple[Extension, ...], Field(max_length=MOST_EXTENSIONS)] = ()
    queue: Word | None = None
    # Seconds of talk, where the exchange counts them.
    talked: Annotated[int, Field(ge=0, le=LONGEST_CALL)] | None = None
    recording: Address | None = None


class EventRefusal(NamedTuple):
    """A field that can't be taken, and why."""

    field: str
    message: str


class EventRefused(Exception):
    """What is told is no event."""

    def __init__(self, refusals: Iterable[EventRefusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(str(self.refusals))


def read_event(told: object) -> CallEvent:
    """Return the event that an exchange tells.

    :raises EventRefused: it is none: which of its fields, and why
    """
    try:
        event = CallEvent.model_validate(told)
    except ValidationError as error:
        raise EventRefused(
            EventRefusal(".".join(map(str, one["loc"])), one["msg"])
            for one in error.errors(include_url=False, include_input=False)
        ) from error
    if event.type == LOST:
        raise EventRefused([EventRefusal("type", "No exchange tells it")])
    return event
