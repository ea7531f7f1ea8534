"""What workflows are made of: states, events, and who may send each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from .text_enum import TextEnum

# The target of an event that leads back to where the record was before.
BACK: Final = "<before>"


class Role(TextEnum):
    """What a user is to one record; a user may be several.

    An addon may use other roles, any text: the models tell who has them.
    """

    MANAGER = "manager"
    ENGINEER = "engineer"
    LEADER = "leader"
    CUSTOMER = "customer"
    APPROVER = "approver"
    HEAD_OF_SALES = "head_of_sales"


class Transition(NamedTuple):
    """One move: `event` takes `source` to `target` when one of `roles` sends it."""

    event: str
    source: str
    target: str
    roles: frozenset[str]


@dataclass(frozen=True)
class State:
    """Where a record may stand.

    :param label: the user's word for it: English text, or a lazy translation
    :param open: whether somebody has something to do while a record stands here
    :param paused: whether nobody is expected to do it meanwhile
    """

    name: str
    label: Any = field(compare=False)
    open: bool = False
    paused: bool = False


@dataclass(frozen=True)
class Event:
    """What moves a record from one of `sources` to `target`.

    :param label: the user's word for it: English text, or a lazy translation
    :param target: a state, or `BACK`: the state that the record was in before
    :param roles: who may send it
    :param needs: names of what must be said with it, such as a reason
    """

    name: str
    label: Any = field(compare=False)
    sources: frozenset[str]
    target: str
    roles: frozenset[str]
    needs: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        name: str,
        label: Any,
        sources: Iterable[str],
        target: str,
        *roles: str,
        needs: Iterable[str] = (),
    ) -> "Event":
        """Return an event, its sources, roles and needs given in any form and order."""
        return cls(
            name,
            label,
            frozenset(sources),
            target,
            frozenset(roles),
            frozenset(needs),
        )
