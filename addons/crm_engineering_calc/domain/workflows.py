"""The workflows of calculation, work and act."""

from typing import Final

from .text_enum import TextEnum
from .workflow import Event, Role, State, Workflow


def _(text: str) -> str:
    """Mark a label for translation; who shows it translates it."""
    return text


# There is no environment here that could translate.
# pylint: disable=prefer-env-translation


class CalculationState(TextEnum):
    REQUESTED = "requested"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    COMPLETED = "completed"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


_REQUESTED, _IN_PROGRESS, _WAITING, _COMPLETED, _SUPERSEDED, _CANCELLED = (
    state.value for state in CalculationState
)

CALCULATION: Final = Workflow(
    states=(
        State(_REQUESTED, _("New request"), open=True),
        State(_IN_PROGRESS, _("In progress"), open=True),
        State(_WAITING, _("Waiting for answer"), open=True),
        State(_COMPLETED, _("Completed")),
        State(_SUPERSEDED, _("Superseded")),
        State(_CANCELLED, _("Cancelled")),
    ),
    events=(
        Event.of("take", _("Take"), [_REQUESTED], _IN_PROGRESS, Role.ENGINEER),
        Event.of(
            "redirect",
            _("Redirect"),
            [_REQUESTED, _IN_PROGRESS, _WAITING],
            _REQUESTED,
            Role.ENGINEER,
            Role.LEADER,
        ),
        Event.of("ask", _("Ask the manager"), [_IN_PROGRESS], _WAITING, Role.ENGINEER),
        Event.of(
            "answer",
            _("Answer"),
            [_WAITING],
            _IN_PROGRESS,
            Role.MANAGER,
        ),
        Event.of(
            "complete",
            _("Complete calculation"),
            [_IN_PROGRESS],
            _COMPLETED,
            Role.ENGINEER,
        ),
        Event.of(
            "revise",
            _("Revise"),
            [_COMPLETED],
            _SUPERSEDED,
            Role.MANAGER,
            Role.ENGINEER,
        ),
        Event.of(
            "cancel",
            _("Cancel"),
            [_REQUESTED, _IN_PROGRESS, _WAITING],
            _CANCELLED,
            Role.MANAGER,
            Role.LEADER,
        ),
    ),
)


class WorkState(TextEnum):
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


_ASSIGNED, _ACCEPTED, _DONE, _DROPPED = (state.value for state in WorkState)

WORK: Final = Workflow(
    states=(
        State(_ASSIGNED, _("Assigned"), open=True),
        State(_ACCEPTED, _("Accepted"), open=True),
        State(_DONE, _("Work completed")),
        State(_DROPPED, _("Work cancelled")),
    ),
    events=(
        Event.of("accept_work", _("Accept"), [_ASSIGNED], _ACCEPTED, Role.ENGINEER),
        Event.of(
            "complete_work", _("Complete work"), [_ACCEPTED], _DONE, Role.ENGINEER
        ),
        Event.of("return_work", _("Return"), [_DONE], _ACCEPTED, Role.MANAGER),
        Event.of(
            "cancel_work",
            _("Cancel work"),
            [_ASSIGNED, _ACCEPTED],
            _DROPPED,
            Role.MANAGER,
            Role.LEADER,
        ),
    ),
)


class ActState(TextEnum):
    DRAFT = "draft"
    SENT = "sent"
    SIGNED = "signed"
    CANCELLED = "cancelled"


_DRAFT, _SENT, _SIGNED, _VOID = (state.value for state in ActState)

ACT: Final = Workflow(
    states=(
        State(_DRAFT, _("Draft"), open=True),
        State(_SENT, _("Sent"), open=True),
        State(_SIGNED, _("Signed")),
        State(_VOID, _("Cancelled")),
    ),
    events=(
        Event.of("send_act", _("Send"), [_DRAFT], _SENT, Role.MANAGER),
        Event.of("sign", _("Sign"), [_SENT], _SIGNED, Role.MANAGER, Role.CUSTOMER),
        Event.of("cancel", _("Cancel"), [_DRAFT, _SENT], _VOID, Role.MANAGER),
    ),
)
