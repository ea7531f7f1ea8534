"""Workflows compiled into python-statemachine machines, in this one place.

A machine is asked, never kept: what it says of a state is remembered by the value of
its workflow, so that workflows which are equal share it and none can change another's.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, cast

from statemachine import State as MachineState
from statemachine import StateMachine
from statemachine.exceptions import TransitionNotAllowed
from statemachine.factory import StateMachineMetaclass
from statemachine.transition_list import TransitionList

from .workflow_parts import BACK, Event, State


class Workflow(Hashable, Protocol):
    """What a machine is made of, see `domain.workflow.Workflow`."""

    @property
    def states(self) -> tuple[State, ...]: ...

    @property
    def events(self) -> tuple[Event, ...]: ...

    def get_state(self, name: str) -> State: ...


@dataclass
class _Subject:
    """The value that a machine moves: a state and nothing else."""

    state: str


@cache
def _compile(workflow: Workflow) -> type[StateMachine]:
    """Return the machine of a workflow; the same for equal workflows."""
    leaving = {name for event in workflow.events for name in event.sources}
    states = {
        state.name: MachineState(
            state.name,
            value=state.name,
            initial=state is workflow.states[0],
            final=state.name not in leaving,
        )
        for state in workflow.states
    }
    moves = {
        event.name: TransitionList(_transitions(workflow, event, states))
        for event in workflow.events
    }
    attributes: dict[str, Any] = {"allow_event_without_transition": False, **moves}
    attributes |= {f"state_{name}": state for name, state in states.items()}
    machine: Any = StateMachineMetaclass("Machine", (StateMachine,), attributes)
    return cast("type[StateMachine]", machine)


def _transitions(
    workflow: Workflow, event: Event, states: Mapping[str, MachineState]
) -> Iterable[Any]:
    for source in sorted(event.sources):
        if event.target != BACK:
            yield from states[source].to(states[event.target])
            continue
        for state in workflow.states:
            if state.open and state.name not in event.sources:
                yield from states[source].to(
                    states[state.name], cond=_was_before(state.name)
                )


def _was_before(name: str) -> Any:
    def is_before(before: str | None = None) -> bool:
        return before == name

    return is_before


@cache
def get_targets(
    workflow: Workflow, state: str, before: str | None
) -> Mapping[str, str]:
    """Return the next state by event, as machines put in `state` move.

    A machine costs hundreds of microseconds and knows its state alone, so that each
    is asked once.
    """
    workflow.get_state(state)
    targets = (
        (event.name, _target(workflow, state, event.name, before))
        for event in workflow.events
    )
    return {event: target for event, target in targets if target is not None}


def _target(
    workflow: Workflow, state: str, event: str, before: str | None
) -> str | None:
    subject = _Subject(state)
    machine: Any = _compile(workflow)(subject)
    try:
        machine.send(event, before=before)
    except TransitionNotAllowed:
        return None
    return str(subject.state)
