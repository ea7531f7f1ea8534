"""Where a deal stands: a table of cases, and random histories of its cards."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from domain.deal_facts import Calculation, DealFacts, OrderedService, Proposal
from domain.progress import (
    DEAL_STATES,
    RULES,
    DealAction,
    DealState,
    get_actions_beside,
    get_deal_actions,
    get_deal_state,
    get_next_action,
)
from hypothesis import given
from hypothesis import strategies as st

MONDAY, TUESDAY, WEDNESDAY = (datetime(2026, 1, day) for day in (5, 6, 7))

OPEN = Calculation(is_open=True)
ASKING = OPEN._replace(is_asking=True)
COMPLETED = Calculation(is_open=False, completed_on=MONDAY)
SOLD = COMPLETED._replace(is_ordered=True)
LATER = COMPLETED._replace(completed_on=WEDNESDAY)
LATER_PROPOSED = LATER._replace(is_proposed=True)
OFFER = Proposal(MONDAY)
EXPIRED = Proposal(MONDAY, is_valid=False)
LATER_OFFER = Proposal(WEDNESDAY)
ORDERED = OrderedService(TUESDAY, ordered=3)
HANDED_OUT = ORDERED._replace(handed_out=3)
DONE = HANDED_OUT._replace(done=3)
ACTED = DONE._replace(in_acts=3)
ACCEPTED = ACTED._replace(accepted=3)
PARTLY = ORDERED._replace(handed_out=2, done=2, in_acts=2, accepted=2)
REDUCED = PARTLY._replace(ordered=2)
NOT_PAID = ORDERED._replace(may_begin=False)
WRITTEN_OFF = ORDERED._replace(ordered=0, written_off=3)
REDUCED_TO_NONE = ORDERED._replace(ordered=0)

# what the deal has: where it stands
TABLE: list[tuple[str, DealFacts, str]] = [
    ("nothing", DealFacts(), "none"),
    ("a request", DealFacts((OPEN,)), "calculation"),
    ("two directions, one of them ready", DealFacts((COMPLETED, OPEN)), "calculation"),
    ("a calculation", DealFacts((COMPLETED,)), "provided"),
    ("a proposal", DealFacts((COMPLETED,), (OFFER,)), "proposal"),
    (
        "a proposal alone",
        DealFacts((), (OFFER,)),
        "proposal",
    ),
    ("a proposal, calculated anew", DealFacts((OPEN,), (OFFER,)), "calculation"),
    ("an expired proposal", DealFacts((COMPLETED,), (EXPIRED,)), "provided"),
    ("an expired and a valid one", DealFacts((), (EXPIRED, OFFER)), "proposal"),
    ("an order", DealFacts((SOLD,), (), (ORDERED,)), "ordered"),
    (
        "all accepted, of an order that is dated back",
        DealFacts((LATER._replace(is_ordered=True),), (), (ACCEPTED,)),
        "closed",
    ),
    ("an order, and more asked for", DealFacts((OPEN,), (), (ORDERED,)), "ordered"),
    ("an order, and another proposal", DealFacts((), (OFFER,), (ORDERED,)), "ordered"),
    ("a part in work", DealFacts((SOLD,), (), (ORDERED, HANDED_OUT), 1), "work"),
    ("in work, and more asked for", DealFacts((OPEN,), (), (HANDED_OUT,), 1), "work"),
    ("work before the order", DealFacts((COMPLETED,), (OFFER,), (), 1), "work"),
    ("one done, one in work", DealFacts((), (), (DONE, HANDED_OUT), 1), "work"),
    ("all done", DealFacts((), (), (DONE,)), "work_done"),
    ("done, and not in a signed act", DealFacts((), (), (ACTED,)), "work_done"),
    ("done, and not all handed out", DealFacts((), (), (DONE, ORDERED)), "work_done"),
    (
        "a part signed, a rest left",
        DealFacts((), (), (PARTLY,)),
        "ordered",
    ),
    ("done, and more asked for", DealFacts((OPEN,), (), (DONE,)), "work_done"),
    ("all signed", DealFacts((SOLD,), (), (ACCEPTED,)), "closed"),
    ("all signed, and a claim", DealFacts((SOLD,), (), (ACCEPTED,), 1), "work"),
    (
        "signed, and a revision that was not waited for",
        DealFacts((OPEN._replace(is_overtaken=True),), (), (ACCEPTED,)),
        "closed",
    ),
    ("reduced to what is done", DealFacts((SOLD,), (), (REDUCED,)), "closed"),
    ("the rest written off", DealFacts((), (), (ACCEPTED, WRITTEN_OFF)), "closed"),
    ("all written off", DealFacts((SOLD,), (), (WRITTEN_OFF,)), "closed"),
    (
        "all written off, and more ready",
        DealFacts((SOLD, LATER), (), (WRITTEN_OFF,)),
        "provided",
    ),
    (
        "reduced to nothing",
        DealFacts((SOLD,), (), (REDUCED_TO_NONE,)),
        "provided",
    ),
    (
        "signed, more asked for",
        DealFacts((OPEN,), (), (ACCEPTED,)),
        "calculation",
    ),
    ("signed, and more ready", DealFacts((SOLD, LATER), (), (ACCEPTED,)), "provided"),
    (
        "signed, more proposed",
        DealFacts((), (LATER_OFFER,), (ACCEPTED,)),
        "proposal",
    ),
    (
        "signed, one left over",
        DealFacts((COMPLETED,), (), (ACCEPTED,)),
        "closed",
    ),
    ("signed, and an old offer", DealFacts((), (OFFER,), (ACCEPTED,)), "closed"),
    ("signed, and more sold", DealFacts((), (), (ACCEPTED, ORDERED)), "ordered"),
]


@pytest.mark.parametrize(
    ("facts", "state"),
    [(facts, state) for _name, facts, state in TABLE],
    ids=[name for name, _facts, _state in TABLE],
)
def test_where_a_deal_stands(facts: DealFacts, state: str) -> None:
    assert get_deal_state(facts) == state


def test_every_state_is_in_the_table() -> None:
    assert {state for _name, _facts, state in TABLE} == set(DealState)
    assert [state.name for state in DEAL_STATES] == list(DealState)
    assert {rule.state for rule in RULES} == set(DealState) - {DealState.NONE}


@pytest.mark.parametrize(
    ("facts", "asked_for", "others"),
    [
        (DealFacts(), "request_calculation", ""),
        (DealFacts((OPEN,)), None, "request_calculation"),
        (DealFacts((ASKING,)), "answer_question", "request_calculation"),
        (
            DealFacts((SOLD, ASKING), (), (ORDERED,)),
            "answer_question",
            "request_calculation create_work",
        ),
        (DealFacts((COMPLETED,)), "create_proposal", "request_calculation"),
        (
            DealFacts((COMPLETED,), (OFFER,)),
            None,
            "request_calculation create_proposal",
        ),
        (
            DealFacts((COMPLETED,), (OFFER._replace(is_workable=True),)),
            None,
            "request_calculation create_proposal create_work",
        ),
        (
            DealFacts((SOLD,), (), (ORDERED,)),
            "create_work",
            "request_calculation",
        ),
        (DealFacts((), (), (DONE,)), "create_act", "request_calculation"),
        (DealFacts((), (), (ACTED,)), "settle_act", "request_calculation"),
        (
            DealFacts((), (), (DONE, ORDERED)),
            "create_act",
            "request_calculation create_work",
        ),
        (
            DealFacts((), (), (DONE,), open_works=1),
            "create_act",
            "request_calculation",
        ),
        (
            DealFacts((), (), (ACTED,), open_works=1),
            "settle_act",
            "request_calculation",
        ),
        (
            DealFacts((), (), (HANDED_OUT, ORDERED), open_works=1),
            "create_work",
            "request_calculation",
        ),
        (
            DealFacts((), (), (ACTED, ORDERED)),
            "create_work",
            "request_calculation settle_act",
        ),
        (
            DealFacts((SOLD, LATER), (), (HANDED_OUT,), open_works=1),
            "create_proposal",
            "request_calculation",
        ),
        (
            DealFacts((SOLD, LATER), (), (NOT_PAID,), is_unpaid=True),
            "create_proposal",
            "request_calculation create_invoice",
        ),
        (
            DealFacts((SOLD, COMPLETED), (), (HANDED_OUT,), open_works=1),
            None,
            "request_calculation create_proposal",
        ),
        (
            DealFacts(
                (SOLD, LATER_PROPOSED), (LATER_OFFER,), (HANDED_OUT,), open_works=1
            ),
            None,
            "request_calculation create_proposal",
        ),
        # A supplement that the customer has declined, and a second one beside it.
        (
            DealFacts((SOLD, LATER_PROPOSED), (), (HANDED_OUT,), open_works=1),
            None,
            "request_calculation create_proposal",
        ),
        (
            DealFacts((SOLD, LATER_PROPOSED), (), (HANDED_OUT, ACTED), open_works=1),
            "settle_act",
            "request_calculation create_proposal",
        ),
        (
            DealFacts((SOLD, LATER_PROPOSED, LATER), (), (HANDED_OUT,), open_works=1),
            "create_proposal",
            "request_calculation",
        ),
        # A second supplement beside one that is proposed.
        (
            DealFacts(
                (SOLD, LATER_PROPOSED, LATER),
                (LATER_OFFER,),
                (HANDED_OUT,),
                open_works=1,
            ),
            "create_proposal",
            "request_calculation",
        ),
        (
            DealFacts(
                (SOLD, LATER),
                (LATER_OFFER._replace(is_valid=False),),
                (HANDED_OUT,),
                open_works=1,
            ),
            "create_proposal",
            "request_calculation",
        ),
        (DealFacts((), (), (ACCEPTED,)), None, "request_calculation"),
        (
            DealFacts((), (), (ACCEPTED,), is_unpaid=True),
            "create_invoice",
            "request_calculation",
        ),
        (
            DealFacts((SOLD,), (), (ORDERED,), is_unpaid=True),
            "create_work",
            "request_calculation create_invoice",
        ),
        (
            DealFacts((SOLD,), (), (NOT_PAID,), is_unpaid=True),
            "create_invoice",
            "request_calculation",
        ),
        (
            DealFacts((SOLD,), (), (NOT_PAID, ORDERED), is_unpaid=True),
            "create_work",
            "request_calculation create_invoice",
        ),
        (DealFacts((SOLD,), (), (NOT_PAID,)), None, "request_calculation"),
        (DealFacts((SOLD,), (), (REDUCED_TO_NONE,)), "request_calculation", ""),
        (
            DealFacts((SOLD,), (), (DONE,), is_unpaid=True),
            "create_act",
            "request_calculation create_invoice",
        ),
    ],
)
def test_what_can_be_done(facts: DealFacts, asked_for: str | None, others: str) -> None:
    state, actions = get_deal_state(facts), get_deal_actions(facts)
    beside = get_actions_beside(state, facts)
    assert get_next_action(state, actions, beside) == asked_for
    expected = {"request_directions", *others.split()}
    if facts.is_being_calculated:
        expected.add("withdraw_calculation")
    assert set(actions) == expected | ({asked_for} if asked_for else set())


def test_what_may_not_be_done_is_not_asked_for() -> None:
    assert get_next_action(DealState.ORDERED, (DealAction.CREATE_ACT,)) is None


# === HISTORIES ===


@dataclass
class Card:
    """A need of the customer on its way from the request to the signed act."""

    asked: bool = False
    calculated_on: datetime | None = None
    proposed_on: datetime | None = None
    ordered_on: datetime | None = None
    ordered: int = 0
    handed_out: int = 0
    done: int = 0
    in_acts: int = 0
    accepted: int = 0

    def send(self, event: str, now: datetime) -> None:
        """Do what the event says, where the card allows it."""
        if event == "ask":
            self.asked = True
        elif event == "calculate" and self.asked and not self.calculated_on:
            self.calculated_on = now
        elif event == "propose" and self.calculated_on and not self.proposed_on:
            self.proposed_on = now
        elif event == "order" and self.proposed_on and not self.ordered_on:
            self.ordered_on, self.ordered = now, 3
        elif event == "hand out" and self.handed_out < self.ordered:
            self.handed_out += 1
        elif event == "do" and self.done < self.handed_out:
            self.done += 1
        elif event == "act" and self.in_acts < self.done:
            self.in_acts += 1
        elif event == "sign" and self.accepted < self.in_acts:
            self.accepted += 1
        elif event == "reduce":
            self.ordered = self.handed_out

    @property
    def facts(self) -> DealFacts:
        calculations: tuple[Calculation, ...] = ()
        if self.asked:
            is_open = self.calculated_on is None
            sold = self.ordered_on is not None
            calculations = (Calculation(is_open, self.calculated_on, sold),)
        if self.ordered_on is not None:
            service = OrderedService(
                self.ordered_on,
                self.ordered,
                self.handed_out,
                self.done,
                self.in_acts,
                self.accepted,
            )
            works = self.handed_out - self.done
            return DealFacts(calculations, (), (service,), works)
        offers = (Proposal(self.proposed_on),) if self.proposed_on else ()
        return DealFacts(calculations, offers)


@dataclass
class Deal:
    """Cards of one deal, and the clock."""

    cards: list[Card] = field(default_factory=lambda: [Card(), Card(), Card()])

    def live(self, history: Sequence[tuple[int, str]]) -> None:
        for hour, (number, event) in enumerate(history):
            self.cards[number].send(event, MONDAY + timedelta(hours=hour))

    @property
    def facts(self) -> DealFacts:
        return merge([card.facts for card in self.cards])


def merge(facts: Sequence[DealFacts]) -> DealFacts:
    """Return what is known of a deal that has the cards of all these."""
    return DealFacts(
        tuple(card for each in facts for card in each.calculations),
        tuple(card for each in facts for card in each.proposals),
        tuple(card for each in facts for card in each.services),
        sum(each.open_works for each in facts),
        any(each.is_unpaid for each in facts),
    )


EVENTS = ("ask", "calculate", "propose", "order", "hand out", "do", "act", "sign")
HISTORIES = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from((*EVENTS, "reduce"))), max_size=60
)


@given(history=HISTORIES, data=st.data())
def test_order_of_cards_decides_nothing(
    history: list[tuple[int, str]], data: st.DataObject
) -> None:
    deal = Deal()
    deal.live(history)
    shuffled = merge(data.draw(st.permutations([card.facts for card in deal.cards])))
    assert get_deal_state(shuffled) == get_deal_state(deal.facts)
    assert get_deal_actions(shuffled) == get_deal_actions(deal.facts)


@given(history=HISTORIES, data=st.data())
def test_what_came_first_decides_nothing_while_something_is_to_do(
    history: list[tuple[int, str]], data: st.DataObject
) -> None:
    """Cards lived one after another, and side by side, end in one state.

    But for a closed deal: there it matters what was wanted since the last order.
    """
    order = data.draw(st.permutations(range(3)))
    deal, in_turn = Deal(), Deal()
    deal.live(history)
    in_turn.live(sorted(history, key=lambda step: order.index(step[0])))
    first, second = deal.facts, in_turn.facts
    if not (first.is_ordered and first.is_all_accepted):
        assert get_deal_state(first) == get_deal_state(second)


@given(history=HISTORIES)
def test_state_asks_for_what_can_be_done(history: list[tuple[int, str]]) -> None:
    deal = Deal()
    deal.live(history)
    facts = deal.facts
    state = get_deal_state(facts)
    if state == DealState.CLOSED:
        assert not (facts.is_left_to_hand_out or facts.is_left_to_act)
        assert not facts.open_works
    if state in (DealState.NONE, DealState.PROVIDED, DealState.ORDERED):
        assert get_next_action(state, get_deal_actions(facts))


@given(history=HISTORIES)
def test_new_request_never_takes_a_deal_from_its_order(
    history: list[tuple[int, str]],
) -> None:
    deal = Deal()
    deal.live(history)
    facts = deal.facts
    more = replace(facts, calculations=(*facts.calculations, OPEN))
    before, after = get_deal_state(facts), get_deal_state(more)
    if before in (DealState.ORDERED, DealState.WORK, DealState.WORK_DONE):
        assert after == before
    else:
        assert after == DealState.CALCULATION


@given(history=HISTORIES)
def test_flow_of_each_card_ends_in_a_closed_deal(
    history: list[tuple[int, str]],
) -> None:
    deal = Deal()
    deal.live(history)
    rest = [(number, event) for event in EVENTS for number in range(3)] * 3
    rest += [(number, "reduce") for number in range(3)]
    deal.live([*history, *rest])
    for card in deal.cards:
        card.done = card.in_acts = card.accepted = card.ordered = card.handed_out
    sold = deal.facts.is_ordered
    assert get_deal_state(deal.facts) == ("closed" if sold else "provided")
