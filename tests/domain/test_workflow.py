"""The machines against the tables of the design, written out."""

from typing import ClassVar

import pytest
from domain.workflow import (
    OPEN_CALCULATION_STATES,
    OPEN_WORK_STATES,
    ActState,
    ActWorkflow,
    CalculationState,
    CalculationWorkflow,
    DealState,
    DealWorkflow,
    ForbiddenEvent,
    IllegalEvent,
    Role,
    Workflow,
    WorkflowError,
    WorkState,
    WorkWorkflow,
)
from hypothesis import given
from hypothesis import strategies as st
from statemachine import State

# event: (from, to, who)
CALCULATION = {
    "take": ("requested", "in_progress", "engineer"),
    "redirect": ("requested in_progress waiting", "requested", "engineer leader"),
    "ask": ("in_progress", "waiting", "engineer"),
    "answer": ("waiting", "in_progress", "manager"),
    "complete": ("in_progress", "completed", "engineer"),
    "revise": ("completed", "superseded", "manager engineer"),
    "cancel": ("requested in_progress waiting", "cancelled", "manager leader"),
}
DEAL = {
    "request": (
        "none calculation provided proposal work work_done closed",
        "calculation",
        "system",
    ),
    "withdraw": ("calculation", "none", "system"),
    "provide": ("calculation", "provided", "system"),
    "propose": ("provided", "proposal", "system"),
    "start_work": ("provided proposal work_done closed", "work", "system"),
    "cancel_work": ("work", "proposal", "system"),
    "finish_work": ("work", "work_done", "system"),
    "return_work": ("work_done", "work", "system"),
    "close": ("work_done", "closed", "system"),
}
WORK = {
    "accept_work": ("assigned", "accepted", "engineer"),
    "complete_work": ("accepted", "completed", "engineer"),
    "return_work": ("completed", "accepted", "manager"),
    "cancel_work": ("assigned accepted", "cancelled", "manager leader"),
}
ACT = {
    "send_act": ("draft", "sent", "manager"),
    "sign": ("sent", "signed", "manager customer"),
    "cancel": ("draft sent", "cancelled", "manager"),
}
TABLES = {
    CalculationWorkflow: CALCULATION,
    DealWorkflow: DEAL,
    WorkWorkflow: WORK,
    ActWorkflow: ACT,
}
STATES = {
    CalculationWorkflow: CalculationState,
    DealWorkflow: DealState,
    WorkWorkflow: WorkState,
    ActWorkflow: ActState,
}
EVENTS = sorted({event for table in TABLES.values() for event in table} | {"send", ""})
MACHINES = pytest.mark.parametrize("machine", TABLES, ids=lambda item: item.__name__)

Moves = dict[tuple[str, str], tuple[str, frozenset[Role]]]


def moves_of(machine: type[Workflow]) -> Moves:
    return {
        (source, event): (target, frozenset(map(Role, who.split())))
        for event, (sources, target, who) in TABLES[machine].items()
        for source in sources.split()
    }


@MACHINES
def test_machine_is_exactly_the_table(machine: type[Workflow]) -> None:
    transitions = machine.transitions()
    assert {
        (move.source, move.event): (move.target, move.roles) for move in transitions
    } == moves_of(machine)
    assert len(transitions) == len(moves_of(machine))


@MACHINES
def test_states_are_the_vocabulary(machine: type[Workflow]) -> None:
    assert [state.value for state in machine.states] == list(STATES[machine])


@pytest.mark.parametrize(
    ("machine", "initial", "final"),
    [
        (CalculationWorkflow, "requested", ["superseded", "cancelled"]),
        (DealWorkflow, "none", []),
        (WorkWorkflow, "assigned", ["cancelled"]),
        (ActWorkflow, "draft", ["signed", "cancelled"]),
    ],
)
def test_where_a_workflow_begins_and_ends(
    machine: type[Workflow], initial: str, final: list[str]
) -> None:
    assert [state.value for state in machine.states if state.initial] == [initial]
    assert [state.value for state in machine.states if state.final] == final
    assert all(not machine.possible(state) for state in final)


def test_open_states() -> None:
    assert OPEN_CALCULATION_STATES == ("requested", "in_progress", "waiting")
    assert OPEN_WORK_STATES == ("assigned", "accepted")


@MACHINES
@pytest.mark.parametrize("role", Role)
def test_every_event_in_every_state_by_every_role(
    machine: type[Workflow], role: Role
) -> None:
    moves = moves_of(machine)
    for state in STATES[machine]:
        here = {event for source, event in moves if source == state}
        for event in EVENTS:
            if event not in here:
                with pytest.raises(IllegalEvent) as illegal:
                    machine.fire(state, event, {role})
                assert (illegal.value.state, illegal.value.event) == (state, event)
                assert set(illegal.value.possible) == here
                continue
            target, allowed = moves[state, event]
            if role in allowed:
                assert machine.fire(state, event, {role}) == target
                continue
            with pytest.raises(ForbiddenEvent) as forbidden:
                machine.fire(state, event, {role})
            assert (forbidden.value.state, forbidden.value.event) == (state, event)
            assert forbidden.value.allowed == allowed


@MACHINES
def test_possible_events_are_those_of_the_roles(machine: type[Workflow]) -> None:
    moves = moves_of(machine)
    for state in STATES[machine]:
        here = {
            event: who for (source, event), (_, who) in moves.items() if source == state
        }
        assert set(machine.possible(state)) == set(here)
        assert machine.possible(state, ()) == ()
        for role in Role:
            expected = {event for event, who in here.items() if role in who}
            assert set(machine.possible(state, iter([role]))) == expected


@MACHINES
def test_events_between_two_states(machine: type[Workflow]) -> None:
    for source in STATES[machine]:
        for target in STATES[machine]:
            expected = {
                event
                for (start, event), (end, _) in moves_of(machine).items()
                if (start, end) == (source, target)
            }
            assert set(machine.events_between(source, target)) == expected


@MACHINES
@given(data=st.data())
def test_no_sequence_of_events_leaves_the_table(
    machine: type[Workflow], data: st.DataObject
) -> None:
    moves = moves_of(machine)
    state = next(iter(STATES[machine])).value
    senders = st.tuples(st.sampled_from(EVENTS), st.sets(st.sampled_from(Role)))
    for event, roles in data.draw(st.lists(senders, max_size=40)):
        target, allowed = moves.get((state, event), (state, frozenset()))
        try:
            after = machine.fire(state, event, roles)
        except WorkflowError:
            assert not roles & allowed
        else:
            assert roles & allowed
            assert after == target
            state = after


def test_sender_without_roles_is_refused() -> None:
    with pytest.raises(ForbiddenEvent):
        CalculationWorkflow.fire("requested", "take", ())


@MACHINES
def test_unknown_state_is_a_mistake_of_the_caller(machine: type[Workflow]) -> None:
    with pytest.raises(ValueError, match="has no state 'lost'"):
        machine.fire("lost", "cancel", set(Role))


class HeldCalculation(CalculationWorkflow):
    HELD = State(value="held")

    hold = CalculationWorkflow.IN_PROGRESS.to(HELD)
    resume = HELD.to(CalculationWorkflow.IN_PROGRESS)

    who: ClassVar = {
        **CalculationWorkflow.who,
        "take": frozenset({Role.LEADER}),
        "hold": frozenset({Role.ENGINEER}),
        "resume": frozenset({Role.ENGINEER}),
    }


def test_subclass_adds_states_events_and_roles() -> None:
    assert HeldCalculation.fire("in_progress", "hold", {Role.ENGINEER}) == "held"
    assert HeldCalculation.possible("held") == ("resume",)
    assert HeldCalculation.fire("requested", "take", {Role.LEADER}) == "in_progress"


def test_subclass_leaves_its_parent_as_it_was() -> None:
    with pytest.raises(IllegalEvent):
        CalculationWorkflow.fire("in_progress", "hold", set(Role))
    with pytest.raises(ForbiddenEvent):
        CalculationWorkflow.fire("requested", "take", {Role.LEADER})
