"""The workflow of an act of completed works."""

from typing import Final

from .text_enum import TextEnum
from .workflow import Event, Role, State, Workflow


def _(text: str) -> str:
    """Mark a label for translation; who shows it translates it."""
    return text


# There is no environment here that could translate.
# pylint: disable=prefer-env-translation


class ActState(TextEnum):
    DRAFT = "draft"
    SENT = "sent"
    SIGNED = "signed"
    CANCELLED = "cancelled"


class ActEvent(TextEnum):
    SEND = "send_act"
    SIGN = "sign"
    CANCEL = "cancel"
    ANNUL = "annul"


_DRAFT, _SENT, _SIGNED, _VOID = (state.value for state in ActState)

ACT: Final = Workflow(
    states=(
        State(_DRAFT, _("Draft"), open=True),
        State(_SENT, _("Sent"), open=True),
        State(_SIGNED, _("Signed")),
        State(_VOID, _("Cancelled")),
    ),
    events=(
        Event.of(ActEvent.SEND.value, _("Send"), [_DRAFT], _SENT, Role.MANAGER),
        Event.of(
            ActEvent.SIGN.value,
            _("Sign"),
            [_SENT],
            _SIGNED,
            Role.MANAGER,
            Role.CUSTOMER,
            needs=["signed_by"],
        ),
        Event.of(
            ActEvent.CANCEL.value,
            _("Cancel"),
            [_DRAFT, _SENT],
            _VOID,
            Role.MANAGER,
        ),
        Event.of(
            ActEvent.ANNUL.value,
            _("Cancel the signed act"),
            [_SIGNED],
            _VOID,
            Role.HEAD_OF_SALES,
            needs=["reason"],
        ),
    ),
)

# What customers see of acts, beside those that they signed and that were cancelled.
SEEN_BY_CUSTOMER: Final = (_SENT, _SIGNED)
