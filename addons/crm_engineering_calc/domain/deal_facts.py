"""What is known of a deal's cards, for `domain.progress` to say where it stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Calculation(NamedTuple):
    """A calculation that is open, or was completed and stands.

    :param is_ordered: whether a variant of it is ordered
    :param is_asking: whether its engineer waits for an answer
    :param is_overtaken: whether it was revised anew when the customer ordered what it
        revises
    :param is_proposed: whether a proposal of it may be accepted, or was cancelled
    """

    is_open: bool
    completed_on: datetime | None = None
    is_ordered: bool = False
    is_asking: bool = False
    is_overtaken: bool = False
    is_proposed: bool = False


class Proposal(NamedTuple):
    """A proposal that is neither an order nor cancelled.

    :param is_valid: whether the customer may still accept it
    :param is_workable: whether works may begin before he does
    """

    made_on: datetime
    is_valid: bool = True
    is_workable: bool = False


class OrderedService(NamedTuple):
    """A service of an order, and how much of it has come how far.

    Quantities are rounded as their unit is. What is reduced is no longer ordered.

    :param ordered: without what is written off
    :param may_begin: whether works of it wait for no payment
    """

    ordered_on: datetime
    ordered: float
    handed_out: float = 0.0
    done: float = 0.0
    in_acts: float = 0.0
    accepted: float = 0.0
    may_begin: bool = True
    written_off: float = 0.0


@dataclass(frozen=True)
class DealFacts:
    """What is known of the cards of a deal, in any order.

    :param is_unpaid: whether an order is not paid in full
    """

    calculations: tuple[Calculation, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    services: tuple[OrderedService, ...] = ()
    open_works: int = 0
    is_unpaid: bool = False

    @property
    def is_calculated(self) -> bool:
        """Whether a calculation is completed."""
        return any(not calculation.is_open for calculation in self.calculations)

    @property
    def is_left_to_propose(self) -> bool:
        """Whether something that is calculated is not ordered."""
        return any(
            not (calculation.is_open or calculation.is_ordered)
            for calculation in self.calculations
        )

    @property
    def is_being_calculated(self) -> bool:
        """Whether a calculation is open."""
        return any(calculation.is_open for calculation in self.calculations)

    @property
    def is_asked(self) -> bool:
        """Whether an engineer waits for an answer."""
        return any(calculation.is_asking for calculation in self.calculations)

    @property
    def is_proposed(self) -> bool:
        """Whether the customer may accept a proposal."""
        return any(proposal.is_valid for proposal in self.proposals)

    @property
    def is_ordered(self) -> bool:
        """Whether something is ordered, be it written off since."""
        return any(
            service.ordered > 0 or service.written_off > 0 for service in self.services
        )

    @property
    def is_left_to_hand_out(self) -> bool:
        """Whether something that is ordered is in no work."""
        return any(service.ordered > service.handed_out for service in self.services)

    @property
    def is_left_to_begin(self) -> bool:
        """Whether something that is in no work waits for no payment, either."""
        return any(
            service.ordered > service.handed_out and service.may_begin
            for service in self.services
        )

    @property
    def is_left_to_act(self) -> bool:
        """Whether something that is done is in no act."""
        return any(service.done > service.in_acts for service in self.services)

    @property
    def is_act_unsigned(self) -> bool:
        """Whether an act is not signed yet."""
        return any(service.in_acts > service.accepted for service in self.services)

    @property
    def is_done_not_accepted(self) -> bool:
        """Whether something that is done is in no signed act."""
        return any(service.done > service.accepted for service in self.services)

    @property
    def is_all_accepted(self) -> bool:
        """Whether all that is ordered stands in signed acts, or is written off."""
        return all(service.accepted >= service.ordered for service in self.services)

    @property
    def is_more_to_propose(self) -> bool:
        """Whether what was calculated since the last order is to be proposed.

        What the customer has declined waits for nobody, and what he may accept for him.
        """
        return self.is_ordered and any(
            self._is_since_order(calculation)
            and not (calculation.is_open or calculation.is_proposed)
            for calculation in self.calculations
        )

    @property
    def is_more_wanted(self) -> bool:
        """Whether more than what is ordered is calculated, or was since the last order.

        What was left over when the customer ordered is not wanted any more, nor is what
        he did not wait for.
        """
        return (
            any(
                calculation.is_open and not calculation.is_overtaken
                for calculation in self.calculations
            )
            or any(map(self._is_since_order, self.calculations))
            or any(
                proposal.is_valid and proposal.made_on > self._last_order
                for proposal in self.proposals
            )
        )

    @property
    def _last_order(self) -> datetime:
        """When something was ordered last."""
        return max(
            (service.ordered_on for service in self.services), default=datetime.min
        )

    def _is_since_order(self, calculation: Calculation) -> bool:
        """Return whether it was completed since the last order, and is not ordered."""
        return (
            not calculation.is_ordered
            and calculation.completed_on is not None
            and calculation.completed_on > self._last_order
        )
