"""Workflows as data: states, events, and who may send each.

A `Workflow` is an immutable value. It decides and stores nothing: `Workflow.fire`
takes a state and gives the next one. The workflows of this addon are in
`domain.workflows`; another addon adds to them with `with_states`, `with_events` and
`with_roles`, which give a new workflow and leave the old one as it was.

`domain.machine` makes a python-statemachine machine of a workflow.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from .machine import get_targets
from .workflow_errors import ForbiddenEvent, IllegalEvent
from .workflow_parts import BACK, Event, Role, State, Transition

__all__ = ["BACK", "Event", "Role", "State", "Transition", "Workflow"]


@dataclass(frozen=True)
class Workflow:
    """The states of a record, of which the first is where it begins, and its events.

    :raises ValueError: two parts have one name, or an event names an unknown state
    """

    states: tuple[State, ...] = ()
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        names = [state.name for state in self.states]
        names += [event.name for event in self.events]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"names used twice: {', '.join(sorted(twice))}")
        states = {state.name for state in self.states}
        used = {name for event in self.events for name in event.sources}
        used |= {event.target for event in self.events} - {BACK}
        if unknown := used - states:
            raise ValueError(f"unknown states: {', '.join(sorted(unknown))}")

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.states, self.events))

    # === EXTENSION ===

    def with_states(self, *states: State, after: str | None = None) -> "Workflow":
        """Return the workflow with more states, behind `after` or at the end."""
        position = len(self.states)
        if after is not None:
            position = [state.name for state in self.states].index(after) + 1
        own = self.states
        return replace(self, states=(*own[:position], *states, *own[position:]))

    def with_events(self, *events: Event) -> "Workflow":
        """Return the workflow with more events.

        Of an event that is there already, the new sources, roles and needs are added.

        :raises ValueError: the event that is there leads to another state
        """
        by_name = {event.name: event for event in self.events}
        for event in events:
            known = by_name.get(event.name, event)
            if known.target != event.target:
                raise ValueError(f"{event.name} leads to {known.target} already")
            by_name[event.name] = replace(
                known,
                sources=known.sources | event.sources,
                roles=known.roles | event.roles,
                needs=known.needs | event.needs,
            )
        return replace(self, events=tuple(by_name.values()))

    def with_roles(self, name: str, *roles: str) -> "Workflow":
        """Return the workflow with more roles that may send the event `name`."""
        return self.with_events(replace(self.get_event(name), roles=frozenset(roles)))

    def with_sources(self, name: str, *sources: str) -> "Workflow":
        """Return the workflow with more states that the event `name` is sent in."""
        return self.with_events(
            replace(self.get_event(name), sources=frozenset(sources))
        )

    # === PARTS ===

    def get_state(self, name: str) -> State:
        """Return a state by its name.

        :raises ValueError: there is none of this name
        """
        for state in self.states:
            if state.name == name:
                return state
        raise ValueError(f"the workflow has no state {name!r}")

    def get_event(self, name: str) -> Event:
        """Return an event by its name.

        :raises ValueError: there is none of this name
        """
        for event in self.events:
            if event.name == name:
                return event
        raise ValueError(f"the workflow has no event {name!r}")

    @cached_property
    def open_states(self) -> tuple[str, ...]:
        """The names of the states in which somebody has something to do."""
        return tuple(state.name for state in self.states if state.open)

    @cached_property
    def active_states(self) -> tuple[str, ...]:
        """The names of the states in which somebody is expected to do it now."""
        return tuple(
            state.name for state in self.states if state.open and not state.paused
        )

    @property
    def roles(self) -> frozenset[str]:
        """All roles that may send something."""
        return frozenset().union(*(event.roles for event in self.events))

    # === DECISIONS ===

    def fire(
        self, state: str, event: str, roles: Iterable[str], before: str | None = None
    ) -> str:
        """Return the state after `event` sent in `state` by someone with `roles`.

        :param before: where the record was before `state`: `BACK` leads there
        :raises IllegalEvent: the state has no such event
        :raises ForbiddenEvent: none of the roles may send it
        """
        targets = get_targets(self, state, before)
        if event not in targets:
            raise IllegalEvent(state, event, tuple(targets))
        allowed = self.get_event(event).roles
        if allowed.isdisjoint(roles):
            raise ForbiddenEvent(state, event, allowed)
        return targets[event]

    def possible(
        self, state: str, roles: Iterable[str] | None = None, before: str | None = None
    ) -> tuple[str, ...]:
        """Return the events open in `state`, to anyone or to these roles."""
        events = tuple(get_targets(self, state, before))
        if roles is None:
            return events
        having = frozenset(roles)
        return tuple(name for name in events if self.get_event(name).roles & having)

    def events_between(
        self, source: str, target: str, before: str | None = None
    ) -> tuple[str, ...]:
        """Return the events that lead from one state straight to another."""
        targets = get_targets(self, source, before)
        return tuple(event for event, to in targets.items() if to == target)

    def transitions(self) -> tuple[Transition, ...]:
        """Return every move that the workflow allows, state by state."""
        return tuple(
            Transition(event.name, state.name, event.target, event.roles)
            for state in self.states
            for event in self.events
            if state.name in event.sources
        )
