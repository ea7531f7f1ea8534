"""The workflows of calculation, work and act."""

from typing import Final

from .acts import ACT, SEEN_BY_CUSTOMER, ActEvent, ActState
from .text_enum import TextEnum
from .workflow import BACK, Event, Role, State, Workflow

__all__ = [
    "ACT",
    "CALCULATION",
    "SEEN_BY_CUSTOMER",
    "WORK",
    "ActEvent",
    "ActState",
    "CalculationEvent",
    "CalculationState",
    "WorkEvent",
    "WorkState",
]


def _(text: str) -> str:
    """Mark a label for translation; who shows it translates it."""
    return text


# There is no environment here that could translate.
# pylint: disable=prefer-env-translation


class CalculationState(TextEnum):
    REQUESTED = "requested"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    HELD = "held"
    COMPLETED = "completed"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class CalculationEvent(TextEnum):
    TAKE = "take"
    REDIRECT = "redirect"
    ASK = "ask"
    ANSWER = "answer"
    COMPLETE = "complete"
    REVISE = "revise"
    HOLD = "hold"
    RESUME = "resume"
    CANCEL = "cancel"


_REQUESTED, _IN_PROGRESS, _WAITING, _HELD, _COMPLETED, _SUPERSEDED, _CANCELLED = (
    state.value for state in CalculationState
)

CALCULATION: Final = Workflow(
    states=(
        State(_REQUESTED, _("New request"), open=True),
        State(_IN_PROGRESS, _("In progress"), open=True),
        State(_WAITING, _("Waiting for answer"), open=True),
        State(_HELD, _("On hold"), open=True, paused=True),
        State(_COMPLETED, _("Completed")),
        State(_SUPERSEDED, _("Superseded")),
        State(_CANCELLED, _("Cancelled")),
    ),
    events=(
        Event.of(
            CalculationEvent.TAKE.value,
            _("Take"),
            [_REQUESTED],
            _IN_PROGRESS,
            Role.ENGINEER,
        ),
        Event.of(
            CalculationEvent.REDIRECT.value,
            _("Redirect"),
            [_REQUESTED, _IN_PROGRESS, _WAITING],
            _REQUESTED,
            Role.ENGINEER,
            Role.LEADER,
            needs=["team", "reason"],
        ),
        Event.of(
            CalculationEvent.ASK.value,
            _("Ask the manager"),
            [_IN_PROGRESS],
            _WAITING,
            Role.ENGINEER,
            needs=["question"],
        ),
        Event.of(
            CalculationEvent.ANSWER.value,
            _("Answer"),
            [_WAITING],
            _IN_PROGRESS,
            Role.MANAGER,
            Role.ENGINEER,
            needs=["answer"],
        ),
        Event.of(
            CalculationEvent.COMPLETE.value,
            _("Complete calculation"),
            [_IN_PROGRESS],
            _COMPLETED,
            Role.ENGINEER,
        ),
        Event.of(
            CalculationEvent.REVISE.value,
            _("Revise"),
            [_COMPLETED],
            _SUPERSEDED,
            Role.MANAGER,
            Role.ENGINEER,
            needs=["reason"],
        ),
        Event.of(
            CalculationEvent.HOLD.value,
            _("Put on hold"),
            [_REQUESTED, _IN_PROGRESS, _WAITING],
            _HELD,
            Role.MANAGER,
            needs=["reason"],
        ),
        Event.of(
            CalculationEvent.RESUME.value, _("Resume"), [_HELD], BACK, Role.MANAGER
        ),
        Event.of(
            CalculationEvent.CANCEL.value,
            _("Cancel"),
            [_REQUESTED, _IN_PROGRESS, _WAITING, _HELD],
            _CANCELLED,
            Role.MANAGER,
            Role.LEADER,
        ),
    ),
)

# Nobody has worked on these, and of those prices were given to the manager once.
NOT_BEGUN: Final = (_REQUESTED, _CANCELLED)
HANDED_OVER: Final = (_COMPLETED, _SUPERSEDED)


class WorkState(TextEnum):
    ASSIGNED = "assigned"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class WorkEvent(TextEnum):
    ACCEPT = "accept_work"
    DECLINE = "decline_work"
    ASSIGN = "assign_work"
    COMPLETE = "complete_work"
    SIGN = "sign_work"
    RETURN = "return_work"
    CANCEL = "cancel_work"


_ASSIGNED, _DECLINED, _ACCEPTED, _DONE, _DROPPED = (state.value for state in WorkState)

WORK: Final = Workflow(
    states=(
        State(_ASSIGNED, _("Assigned"), open=True),
        State(_DECLINED, _("Declined"), open=True),
        State(_ACCEPTED, _("Accepted"), open=True),
        State(_DONE, _("Work completed")),
        State(_DROPPED, _("Work cancelled")),
    ),
    events=(
        Event.of(
            WorkEvent.ACCEPT.value, _("Accept"), [_ASSIGNED], _ACCEPTED, Role.ENGINEER
        ),
        Event.of(
            WorkEvent.DECLINE.value,
            _("Decline"),
            [_ASSIGNED],
            _DECLINED,
            Role.ENGINEER,
            needs=["reason"],
        ),
        Event.of(
            WorkEvent.ASSIGN.value,
            _("Assign"),
            [_ASSIGNED, _DECLINED],
            _ASSIGNED,
            Role.MANAGER,
            Role.LEADER,
        ),
        Event.of(
            WorkEvent.COMPLETE.value,
            _("Complete work"),
            [_ACCEPTED],
            _DONE,
            Role.ENGINEER,
        ),
        Event.of(
            WorkEvent.SIGN.value,
            _("Customer signs"),
            [_ACCEPTED],
            _ACCEPTED,
            Role.ENGINEER,
            needs=["signed_by", "signature"],
        ),
        Event.of(
            WorkEvent.RETURN.value,
            _("Return"),
            [_DONE],
            _ACCEPTED,
            Role.MANAGER,
            needs=["reason"],
        ),
        Event.of(
            WorkEvent.CANCEL.value,
            _("Cancel work"),
            [_ASSIGNED, _DECLINED, _ACCEPTED],
            _DROPPED,
            Role.MANAGER,
            Role.LEADER,
        ),
    ),
)
