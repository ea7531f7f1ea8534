"""Where a deal stands, worked out from what is known of its cards.

Nothing moves a deal: `get_deal_state` looks at its cards as they are, so that the same
cards give the same state, whatever came first. `RULES` says it all: the state of a deal
is that of the first rule that holds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from .text_enum import TextEnum
from .workflow import State


def _(text: str) -> str:
    """Mark a label for translation; who shows it translates it."""
    return text


# There is no environment here that could translate.
# pylint: disable=prefer-env-translation


class DealState(TextEnum):
    NONE = "none"
    CALCULATION = "calculation"
    PROVIDED = "provided"
    PROPOSAL = "proposal"
    ORDERED = "ordered"
    WORK = "work"
    WORK_DONE = "work_done"
    CLOSED = "closed"


DEAL_STATES: Final = (
    State(DealState.NONE.value, _("No calculation")),
    State(DealState.CALCULATION.value, _("Calculation"), open=True),
    State(DealState.PROVIDED.value, _("Calculation provided"), open=True),
    State(DealState.PROPOSAL.value, _("Proposal negotiation"), open=True),
    State(DealState.ORDERED.value, _("Ordered"), open=True),
    State(DealState.WORK.value, _("Work in progress"), open=True),
    State(DealState.WORK_DONE.value, _("Works done"), open=True),
    State(DealState.CLOSED.value, _("Closed")),
)


class DealAction(TextEnum):
    """What the manager of a deal does next with its cards."""

    REQUEST_CALCULATION = "request_calculation"
    REQUEST_DIRECTIONS = "request_directions"
    CREATE_PROPOSAL = "create_proposal"
    CREATE_WORK = "create_work"
    CREATE_ACT = "create_act"


# === FACTS ===


class Calculation(NamedTuple):
    """A calculation that is open, or was completed and stands.

    :param is_ordered: whether what is selected of it is ordered
    """

    is_open: bool
    completed_on: datetime | None = None
    is_ordered: bool = False


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
    """

    ordered_on: datetime
    ordered: float
    handed_out: float = 0.0
    done: float = 0.0
    in_acts: float = 0.0
    accepted: float = 0.0


@dataclass(frozen=True)
class DealFacts:
    """What is known of the cards of a deal, in any order."""

    calculations: tuple[Calculation, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    services: tuple[OrderedService, ...] = ()
    open_works: int = 0

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
    def is_proposed(self) -> bool:
        """Whether the customer may accept a proposal."""
        return any(proposal.is_valid for proposal in self.proposals)

    @property
    def is_ordered(self) -> bool:
        """Whether something is ordered, and not all of it written off."""
        return any(service.ordered > 0 for service in self.services)

    @property
    def is_left_to_hand_out(self) -> bool:
        """Whether something that is ordered is in no work."""
        return any(service.ordered > service.handed_out for service in self.services)

    @property
    def is_left_to_act(self) -> bool:
        """Whether something that is done is in no act."""
        return any(service.done > service.in_acts for service in self.services)

    @property
    def is_done_not_accepted(self) -> bool:
        """Whether something that is done is in no signed act."""
        return any(service.done > service.accepted for service in self.services)

    @property
    def is_all_accepted(self) -> bool:
        """Whether all that is ordered stands in signed acts."""
        return all(service.accepted >= service.ordered for service in self.services)

    @property
    def is_more_wanted(self) -> bool:
        """Whether more than what is ordered is calculated, or was since the last order.

        What was left over when the customer ordered is not wanted any more.
        """
        last = max(
            (service.ordered_on for service in self.services), default=datetime.min
        )
        return (
            self.is_being_calculated
            or any(
                calculation.completed_on is not None and calculation.completed_on > last
                for calculation in self.calculations
                if not calculation.is_ordered
            )
            or any(
                proposal.is_valid and proposal.made_on > last
                for proposal in self.proposals
            )
        )


# === DECISIONS ===


class Rule(NamedTuple):
    """A deal is in `state` where `holds`; `meaning` says so in words."""

    state: str
    meaning: str
    holds: Callable[[DealFacts], bool]


RULES: Final = (
    Rule(
        DealState.CLOSED,
        "something is ordered, all of it stands in signed acts or is written off, and"
        " nothing was calculated or proposed since",
        lambda facts: (
            facts.is_ordered and facts.is_all_accepted and not facts.is_more_wanted
        ),
    ),
    Rule(DealState.WORK, "a work is open", lambda facts: facts.open_works > 0),
    Rule(
        DealState.WORK_DONE,
        "something is done that is in no signed act",
        lambda facts: facts.is_done_not_accepted,
    ),
    Rule(
        DealState.ORDERED,
        "something is ordered that is in no work",
        lambda facts: facts.is_left_to_hand_out,
    ),
    Rule(
        DealState.CALCULATION,
        "a calculation is open",
        lambda facts: facts.is_being_calculated,
    ),
    Rule(
        DealState.PROPOSAL,
        "a proposal is made and still valid",
        lambda facts: facts.is_proposed,
    ),
    Rule(
        DealState.PROVIDED,
        "a calculation is completed",
        lambda facts: facts.is_calculated,
    ),
)


def get_deal_state(facts: DealFacts, rules: tuple[Rule, ...] = RULES) -> str:
    """Return the state of the first rule that holds."""
    for rule in rules:
        if rule.holds(facts):
            return rule.state
    return DealState.NONE


_NEXT: Final[Mapping[str, DealAction]] = {
    DealState.NONE: DealAction.REQUEST_CALCULATION,
    DealState.PROVIDED: DealAction.CREATE_PROPOSAL,
    DealState.ORDERED: DealAction.CREATE_WORK,
    DealState.WORK_DONE: DealAction.CREATE_ACT,
}


def get_deal_actions(facts: DealFacts) -> tuple[DealAction, ...]:
    """Return what the cards allow to do."""
    allowed = {
        DealAction.REQUEST_CALCULATION: True,
        DealAction.REQUEST_DIRECTIONS: True,
        DealAction.CREATE_PROPOSAL: facts.is_left_to_propose,
        DealAction.CREATE_WORK: facts.is_left_to_hand_out
        or any(proposal.is_workable for proposal in facts.proposals),
        DealAction.CREATE_ACT: facts.is_left_to_act,
    }
    return tuple(action for action, is_allowed in allowed.items() if is_allowed)


def get_next_action(state: str, actions: tuple[DealAction, ...]) -> DealAction | None:
    """Return what the state asks for first, if it is among what may be done."""
    action = _NEXT.get(state)
    return action if action in actions else None
