"""The workflows of deal, calculation, work and act.

A machine declares states, events, and who may send each event. It decides; it
stores nothing: `Workflow.fire` takes a state and gives the next one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, NamedTuple

from statemachine import StateMachine
from statemachine.exceptions import TransitionNotAllowed
from statemachine.states import States


class Role(StrEnum):
    """What a user is to one record; a user may be several."""

    MANAGER = "manager"
    ENGINEER = "engineer"
    LEADER = "leader"
    CUSTOMER = "customer"
    SYSTEM = "system"


class WorkflowError(Exception):
    """Root of what a workflow refuses."""


@dataclass(eq=False)
class IllegalEvent(WorkflowError):
    """The state has no such event; `possible` are the events that it has."""

    state: str
    event: str
    possible: tuple[str, ...]


@dataclass(eq=False)
class ForbiddenEvent(WorkflowError):
    """The event is open in this state, but to other roles (`allowed`)."""

    state: str
    event: str
    allowed: frozenset[Role]


@dataclass
class Subject:
    """The value that a machine moves: a state and nothing else."""

    state: str


class Transition(NamedTuple):
    """One move: `event` takes `source` to `target` when one of `roles` sends it."""

    event: str
    source: str
    target: str
    roles: frozenset[Role]


class Workflow(StateMachine):
    """Base of the machines below.

    A subclass declares its `states`, its events as transitions, and in `who` the
    roles that may send each event: an event without them doesn't exist. To extend
    a workflow, subclass it, add states, events or roles (an event's name must be
    new), and name the subclass as the model's `_workflow`. The parent stays as it is.
    """

    allow_event_without_transition = False
    who: ClassVar[Mapping[str, frozenset[Role]]] = {}

    @classmethod
    def fire(cls, state: str, event: str, roles: Iterable[Role]) -> str:
        """Return the state after `event` sent in `state` by someone with `roles`.

        :raises IllegalEvent: the state has no such event
        :raises ForbiddenEvent: none of the roles may send it
        """
        targets = cls._targets(state)
        if event not in targets:
            raise IllegalEvent(state, event, tuple(targets))
        if cls.who[event].isdisjoint(roles):
            raise ForbiddenEvent(state, event, cls.who[event])
        return targets[event]

    @classmethod
    def possible(
        cls, state: str, roles: Iterable[Role] | None = None
    ) -> tuple[str, ...]:
        """Return the events open in `state`, to anyone or to these roles."""
        events = cls._targets(state)
        if roles is None:
            return tuple(events)
        allowed = frozenset(roles)
        return tuple(event for event in events if cls.who[event] & allowed)

    @classmethod
    def events_between(cls, source: str, target: str) -> tuple[str, ...]:
        """Return the events that lead from one state straight to another."""
        return tuple(
            event for event, to in cls._targets(source).items() if to == target
        )

    @classmethod
    def transitions(cls) -> tuple[Transition, ...]:
        """Return every move that the machine allows, state by state."""
        return tuple(
            Transition(event, str(state.value), target, cls.who[event])
            for state in cls.states
            for event, target in cls._targets(str(state.value)).items()
        )

    @classmethod
    @cache
    def _targets(cls, state: str) -> Mapping[str, str]:
        """Return the next state by event, as machines put in `state` move.

        A machine costs hundreds of microseconds and knows its state alone, so that
        each is asked once.
        """
        if state not in {item.value for item in cls.states}:
            raise ValueError(f"{cls.__name__} has no state {state!r}")
        targets = ((event, cls._target(state, event)) for event in cls.who)
        return {event: target for event, target in targets if target is not None}

    @classmethod
    def _target(cls, state: str, event: str) -> str | None:
        subject = Subject(state)
        machine: Any = cls(subject)
        try:
            machine.send(event)
        except TransitionNotAllowed:
            return None
        return str(subject.state)


class CalculationState(StrEnum):
    REQUESTED = "requested"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    COMPLETED = "completed"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


OPEN_CALCULATION_STATES = (
    CalculationState.REQUESTED,
    CalculationState.IN_PROGRESS,
    CalculationState.WAITING,
)


class CalculationWorkflow(Workflow):
    states = States.from_enum(
        CalculationState,
        initial=CalculationState.REQUESTED,
        final=[CalculationState.SUPERSEDED, CalculationState.CANCELLED],
        use_enum_instance=False,
    )

    take = states.REQUESTED.to(states.IN_PROGRESS)
    redirect = states.REQUESTED.from_(
        states.REQUESTED, states.IN_PROGRESS, states.WAITING
    )
    ask = states.IN_PROGRESS.to(states.WAITING)
    answer = states.WAITING.to(states.IN_PROGRESS)
    complete = states.IN_PROGRESS.to(states.COMPLETED)
    revise = states.COMPLETED.to(states.SUPERSEDED)
    cancel = states.CANCELLED.from_(
        states.REQUESTED, states.IN_PROGRESS, states.WAITING
    )

    who: ClassVar = {
        "take": frozenset({Role.ENGINEER}),
        "redirect": frozenset({Role.ENGINEER, Role.LEADER}),
        "ask": frozenset({Role.ENGINEER}),
        "answer": frozenset({Role.MANAGER}),
        "complete": frozenset({Role.ENGINEER}),
        "revise": frozenset({Role.MANAGER, Role.ENGINEER}),
        "cancel": frozenset({Role.MANAGER, Role.LEADER}),
    }


class DealState(StrEnum):
    NONE = "none"
    CALCULATION = "calculation"
    PROVIDED = "provided"
    PROPOSAL = "proposal"
    WORK = "work"
    WORK_DONE = "work_done"
    CLOSED = "closed"


class DealWorkflow(Workflow):
    """A deal is moved by what happens to its calculations, orders, works, acts."""

    states = States.from_enum(
        DealState, initial=DealState.NONE, use_enum_instance=False
    )

    request = states.CALCULATION.from_(
        states.NONE,
        states.CALCULATION,
        states.PROVIDED,
        states.PROPOSAL,
        states.WORK,
        states.WORK_DONE,
        states.CLOSED,
    )
    withdraw = states.CALCULATION.to(states.NONE)
    provide = states.CALCULATION.to(states.PROVIDED)
    propose = states.PROVIDED.to(states.PROPOSAL)
    start_work = states.WORK.from_(
        states.PROVIDED, states.PROPOSAL, states.WORK_DONE, states.CLOSED
    )
    cancel_work = states.WORK.to(states.PROPOSAL)
    finish_work = states.WORK.to(states.WORK_DONE)
    return_work = states.WORK_DONE.to(states.WORK)
    close = states.WORK_DONE.to(states.CLOSED)

    who: ClassVar = dict.fromkeys(
        (
            "request",
            "withdraw",
            "provide",
            "propose",
            "start_work",
            "cancel_work",
            "finish_work",
            "return_work",
            "close",
        ),
        frozenset({Role.SYSTEM}),
    )


class WorkState(StrEnum):
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


OPEN_WORK_STATES = (WorkState.ASSIGNED, WorkState.ACCEPTED)


class WorkWorkflow(Workflow):
    states = States.from_enum(
        WorkState,
        initial=WorkState.ASSIGNED,
        final=WorkState.CANCELLED,
        use_enum_instance=False,
    )

    accept_work = states.ASSIGNED.to(states.ACCEPTED)
    complete_work = states.ACCEPTED.to(states.COMPLETED)
    return_work = states.COMPLETED.to(states.ACCEPTED)
    cancel_work = states.CANCELLED.from_(states.ASSIGNED, states.ACCEPTED)

    who: ClassVar = {
        "accept_work": frozenset({Role.ENGINEER}),
        "complete_work": frozenset({Role.ENGINEER}),
        "return_work": frozenset({Role.MANAGER}),
        "cancel_work": frozenset({Role.MANAGER, Role.LEADER}),
    }


class ActState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    SIGNED = "signed"
    CANCELLED = "cancelled"


class ActWorkflow(Workflow):
    states = States.from_enum(
        ActState,
        initial=ActState.DRAFT,
        final=[ActState.SIGNED, ActState.CANCELLED],
        use_enum_instance=False,
    )

    send_act = states.DRAFT.to(states.SENT)
    sign = states.SENT.to(states.SIGNED)
    cancel = states.CANCELLED.from_(states.DRAFT, states.SENT)

    who: ClassVar = {
        "send_act": frozenset({Role.MANAGER}),
        "sign": frozenset({Role.MANAGER, Role.CUSTOMER}),
        "cancel": frozenset({Role.MANAGER}),
    }
