"""Where a deal stands, worked out from what is known of its cards.

Nothing moves a deal: `get_deal_state` looks at its cards as they are, so that the same
cards give the same state, whatever came first. `RULES` says it all: the state of a deal
is that of the first rule that holds.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Final, NamedTuple

from .deal_facts import DealFacts
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
    WITHDRAW_CALCULATION = "withdraw_calculation"
    ANSWER_QUESTION = "answer_question"
    CREATE_PROPOSAL = "create_proposal"
    CREATE_INVOICE = "create_invoice"
    CREATE_WORK = "create_work"
    CREATE_ACT = "create_act"
    SETTLE_ACT = "settle_act"


# === DECISIONS ===


class Rule(NamedTuple):
    """A deal is in `state` where `holds`; `meaning` says so in words."""

    state: str
    meaning: str
    holds: Callable[[DealFacts], bool]


RULES: Final = (
    Rule(
        DealState.CLOSED,
        "something is ordered, all of it stands in signed acts or is written off, no"
        " work or claim is open, and nothing was calculated or proposed since",
        lambda facts: (
            facts.is_ordered
            and facts.is_all_accepted
            and not facts.open_works
            and not facts.is_more_wanted
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
# What is next where a state asks for nothing that may be done: the first that may.
_ELSE: Final[Mapping[str, tuple[DealAction, ...]]] = {
    DealState.PROVIDED: (DealAction.REQUEST_CALCULATION,),
    DealState.ORDERED: (DealAction.CREATE_INVOICE, DealAction.SETTLE_ACT),
    DealState.WORK: (DealAction.CREATE_ACT, DealAction.SETTLE_ACT),
    DealState.WORK_DONE: (DealAction.SETTLE_ACT,),
    DealState.CLOSED: (DealAction.CREATE_INVOICE,),
}
# Where what is ordered is being done, and more of it or beside it may be wanted.
UNDER_WAY: Final = frozenset({DealState.ORDERED, DealState.WORK, DealState.WORK_DONE})


def get_deal_actions(facts: DealFacts) -> tuple[DealAction, ...]:
    """Return what the cards allow to do."""
    allowed = {
        DealAction.REQUEST_CALCULATION: True,
        DealAction.REQUEST_DIRECTIONS: True,
        DealAction.WITHDRAW_CALCULATION: facts.is_being_calculated,
        DealAction.ANSWER_QUESTION: facts.is_asked,
        DealAction.CREATE_PROPOSAL: facts.is_left_to_propose,
        DealAction.CREATE_INVOICE: facts.is_unpaid,
        DealAction.CREATE_WORK: facts.is_left_to_begin
        or any(proposal.is_workable for proposal in facts.proposals),
        DealAction.CREATE_ACT: facts.is_left_to_act,
        DealAction.SETTLE_ACT: facts.is_act_unsigned,
    }
    return tuple(action for action, is_allowed in allowed.items() if is_allowed)


_TOWARDS: Final[Mapping[str, DealAction]] = {
    DealState.CALCULATION: DealAction.REQUEST_CALCULATION,
    DealState.PROPOSAL: DealAction.CREATE_PROPOSAL,
    DealState.WORK: DealAction.CREATE_WORK,
    DealState.CLOSED: DealAction.CREATE_ACT,
}


def get_action_towards(
    state: str, actions: Collection[str], next_action: str | None
) -> str | None:
    """Return what brings a deal nearer to `state`: at once, else what is next."""
    action = _TOWARDS.get(state)
    return action if action in actions else next_action or None


def get_actions_beside(state: str, facts: DealFacts) -> tuple[DealAction, ...]:
    """Return what is to be done beside what the state asks for.

    While works are under way, a supplement is calculated, proposed and ordered, and
    what of an order is in no work yet, or not any more, waits to be handed out.
    """
    if state not in UNDER_WAY:
        return ()
    asked = {
        DealAction.CREATE_WORK: facts.is_left_to_begin,
        DealAction.CREATE_PROPOSAL: facts.is_more_to_propose,
    }
    return tuple(action for action, is_asked in asked.items() if is_asked)


def get_next_action(
    state: str,
    actions: tuple[DealAction, ...],
    beside: tuple[DealAction, ...] = (),
) -> DealAction | None:
    """Return what is to be done first, if it may be done.

    A question that waits comes before what the state asks for, and what is to be done
    `beside` it after it. Works that wait for a payment come after its invoice; one of
    several that is done may stand in an act already, which is signed next; what is
    accepted may not be paid yet; and an order that is reduced to nothing leaves nothing
    to propose.
    """
    asked = (
        DealAction.ANSWER_QUESTION,
        get_state_action(state),
        *beside,
        *_ELSE.get(state, ()),
    )
    return next((action for action in asked if action in actions), None)


def get_state_action(state: str) -> DealAction | None:
    """Return what the state asks of the deal's manager."""
    return _NEXT.get(state)
