"""What a workflow refuses: facts, and no sentences."""

from dataclasses import dataclass


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
    allowed: frozenset[str]
