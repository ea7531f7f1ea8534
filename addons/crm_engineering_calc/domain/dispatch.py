"""Who of a team a request is handed out to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .text_enum import TextEnum


class Dispatch(TextEnum):
    QUEUE = "queue"
    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"


@dataclass(frozen=True, order=True)
class Load:
    """What an engineer has to calculate: the less is who compares as less."""

    hours: float = 0.0
    calculations: int = 0

    def with_one_more(self, hours: float) -> "Load":
        return Load(self.hours + hours, self.calculations + 1)


def in_turn(people: Sequence[int], last: int | None) -> list[int]:
    """Return `people` beginning with who comes after `last`, also if he has left."""
    people = sorted(people)
    after = [person for person in people if last is None or person > last]
    return after + [person for person in people if person not in after]


def choose(
    dispatch: str, people: Sequence[int], last: int | None, loads: Mapping[int, Load]
) -> int | None:
    """Return who of `people` gets the next request; none: whoever takes it.

    :param last: who got the one before
    :param loads: what each has to calculate; who is not there has nothing
    """
    turn = in_turn(people, last)
    if dispatch == Dispatch.QUEUE or not turn:
        return None
    if dispatch == Dispatch.LEAST_LOADED:
        return min(turn, key=lambda person: loads.get(person, Load()))
    return turn[0]
