"""The workflow of an approval: of a proposal that goes beyond its seller's limits."""

from typing import Final

from .text_enum import TextEnum
from .workflow import Event, Role, State, Workflow


def _(text: str) -> str:
    """Mark a label for translation; who shows it translates it."""
    return text


# There is no environment here that could translate.
# pylint: disable=prefer-env-translation


class ApprovalState(TextEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    VOID = "void"


class ApprovalEvent(TextEnum):
    APPROVE = "approve"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"


_REQUESTED, _APPROVED, _REFUSED, _VOID = (state.value for state in ApprovalState)

APPROVAL: Final = Workflow(
    states=(
        State(_REQUESTED, _("Waiting for approval"), open=True),
        State(_APPROVED, _("Approved")),
        State(_REFUSED, _("Refused")),
        State(_VOID, _("Void")),
    ),
    events=(
        Event.of(
            ApprovalEvent.APPROVE.value,
            _("Approve"),
            [_REQUESTED],
            _APPROVED,
            Role.APPROVER,
        ),
        Event.of(
            ApprovalEvent.REFUSE.value,
            _("Refuse"),
            [_REQUESTED],
            _REFUSED,
            Role.APPROVER,
            needs=["reason"],
        ),
        # Of its own, where the proposal has changed since.
        Event.of(
            ApprovalEvent.TAKE_BACK.value,
            _("Take back"),
            [_REQUESTED, _APPROVED],
            _VOID,
            Role.MANAGER,
        ),
    ),
)

# Of what the proposal says now.
STANDING: Final = (_REQUESTED, _APPROVED)
