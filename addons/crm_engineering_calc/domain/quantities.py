"""How much of an ordered service is where: nothing is lost, doubled or negative.

All numbers are in the unit of the service. Who stores them rounds them as it is.
"""

from collections.abc import Hashable, Iterable
from typing import NamedTuple, TypeVar

_Holder = TypeVar("_Holder", bound=Hashable)


class ServiceQuantities(NamedTuple):
    """How far an ordered service has come.

    :param in_work: in works that are open
    :param done: in completed works, and in no act
    :param acted: in acts that stand
    :param written_off: will not be done, and is not billed
    """

    ordered: float = 0.0
    in_work: float = 0.0
    done: float = 0.0
    acted: float = 0.0
    written_off: float = 0.0

    @property
    def open(self) -> float:
        """What works can still be created of, or is written off."""
        return self.ordered - self.in_work - self.done - self.acted - self.written_off


def get_given_back(planned: float, done: float, free: float) -> float:
    """Return what a returned work has again: what it had, where that is still free.

    :param done: what it has done, which is its own
    :param free: what of the service is in no work and not written off
    """
    return min(planned, done + max(free, 0.0))


def get_restored(written_off: float, in_works: float, ordered: float) -> float:
    """Return what of the written off is ordered no more, once only so much is.

    What nobody has to do goes first: works that are under way keep theirs.
    """
    return min(written_off, max(in_works + written_off - ordered, 0.0))


def get_kept(
    beyond: float, held: Iterable[tuple[_Holder, float]]
) -> dict[_Holder, float]:
    """Return {holder: what it keeps} of those that give, the first first.

    :param beyond: how much they have to give together
    :param held: each holder, and what it has
    """
    kept: dict[_Holder, float] = {}
    for holder, quantity in held:
        if beyond <= 0:
            break
        taken = min(beyond, quantity)
        kept[holder] = quantity - taken
        beyond -= taken
    return kept
