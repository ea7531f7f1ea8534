"""The machines against the tables of the design, written out."""

import pytest
from domain.approvals import APPROVAL, ApprovalState
from domain.machine import get_targets
from domain.workflow import (
    BACK,
    Event,
    Role,
    State,
    Workflow,
)
from domain.workflow_errors import ForbiddenEvent, IllegalEvent, WorkflowError
from domain.workflows import (
    ACT,
    CALCULATION,
    WORK,
    ActState,
    CalculationState,
    WorkState,
)
from hypothesis import given
from hypothesis import strategies as st

# event: (from, to, who)
CALCULATION_TABLE = {
    "take": ("requested", "in_progress", "engineer"),
    "redirect": ("requested in_progress waiting", "requested", "engineer leader"),
    "ask": ("in_progress", "waiting", "engineer"),
    "answer": ("waiting", "in_progress", "manager engineer"),
    "complete": ("in_progress", "completed", "engineer"),
    "revise": ("completed", "superseded", "manager engineer"),
    "hold": ("requested in_progress waiting", "held", "manager"),
    "resume": ("held", "<before>", "manager"),
    "cancel": ("requested in_progress waiting held", "cancelled", "manager leader"),
}
WORK_TABLE = {
    "accept_work": ("assigned", "accepted", "engineer"),
    "decline_work": ("assigned", "declined", "engineer"),
    "assign_work": ("assigned declined", "assigned", "manager leader"),
    "complete_work": ("accepted", "completed", "engineer"),
    "sign_work": ("accepted", "accepted", "engineer"),
    "return_work": ("completed", "accepted", "manager"),
    "cancel_work": ("assigned declined accepted", "cancelled", "manager leader"),
}
ACT_TABLE = {
    "send_act": ("draft", "sent", "manager"),
    "sign": ("sent", "signed", "manager customer"),
    "cancel": ("draft sent", "cancelled", "manager"),
    "annul": ("signed", "cancelled", "head_of_sales"),
}
APPROVAL_TABLE = {
    "approve": ("requested", "approved", "approver"),
    "refuse": ("requested", "refused", "approver"),
    "take_back": ("requested approved", "void", "manager"),
}
TABLES = {
    "calculation": CALCULATION_TABLE,
    "work": WORK_TABLE,
    "act": ACT_TABLE,
    "approval": APPROVAL_TABLE,
}
WORKFLOWS = {
    "calculation": CALCULATION,
    "work": WORK,
    "act": ACT,
    "approval": APPROVAL,
}
STATES = {
    "calculation": CalculationState,
    "work": WorkState,
    "act": ActState,
    "approval": ApprovalState,
}
EVENTS = sorted({event for table in TABLES.values() for event in table} | {"send", ""})
EACH = pytest.mark.parametrize("name", TABLES)

# What leads back is tried where it is told what was before.
LEADING_BACK = ("held", "resume")

Moves = dict[tuple[str, str], tuple[str, frozenset[Role]]]


def moves_of(name: str) -> Moves:
    """Return the moves of a record of which is not known where it was before."""
    moves = table_of(name)
    moves.pop(LEADING_BACK, None)
    return moves


def table_of(name: str) -> Moves:
    return {
        (source, event): (target, frozenset(map(Role, who.split())))
        for event, (sources, target, who) in TABLES[name].items()
        for source in sources.split()
    }


@EACH
def test_machine_is_exactly_the_table(name: str) -> None:
    transitions = WORKFLOWS[name].transitions()
    assert {
        (move.source, move.event): (move.target, move.roles) for move in transitions
    } == table_of(name)
    assert len(transitions) == len(table_of(name))


@EACH
def test_states_are_the_vocabulary(name: str) -> None:
    assert [state.name for state in WORKFLOWS[name].states] == list(STATES[name])


@pytest.mark.parametrize(
    ("name", "initial", "final"),
    [
        ("calculation", "requested", ["superseded", "cancelled"]),
        ("work", "assigned", ["cancelled"]),
        ("act", "draft", ["cancelled"]),
        ("approval", "requested", ["refused", "void"]),
    ],
)
def test_where_a_workflow_begins_and_ends(
    name: str, initial: str, final: list[str]
) -> None:
    workflow = WORKFLOWS[name]
    assert workflow.states[0].name == initial
    ends = [
        state.name for state in workflow.states if not workflow.possible(state.name)
    ]
    assert ends == final


def test_open_states() -> None:
    assert CALCULATION.open_states == ("requested", "in_progress", "waiting", "held")
    assert CALCULATION.active_states == ("requested", "in_progress", "waiting")
    assert WORK.open_states == ("assigned", "declined", "accepted")
    assert ACT.open_states == ("draft", "sent")


@EACH
@pytest.mark.parametrize("role", Role)
def test_every_event_in_every_state_by_every_role(name: str, role: Role) -> None:
    moves = moves_of(name)
    for state in STATES[name]:
        here = {event for source, event in moves if source == state}
        for event in EVENTS:
            if event not in here:
                with pytest.raises(IllegalEvent) as illegal:
                    WORKFLOWS[name].fire(state, event, {role})
                assert (illegal.value.state, illegal.value.event) == (state, event)
                assert set(illegal.value.possible) == here
                continue
            target, allowed = moves[state, event]
            if role in allowed:
                assert WORKFLOWS[name].fire(state, event, {role}) == target
                continue
            with pytest.raises(ForbiddenEvent) as forbidden:
                WORKFLOWS[name].fire(state, event, {role})
            assert (forbidden.value.state, forbidden.value.event) == (state, event)
            assert forbidden.value.allowed == allowed


@EACH
def test_possible_events_are_those_of_the_roles(name: str) -> None:
    moves = moves_of(name)
    for state in STATES[name]:
        here = {
            event: who for (source, event), (_, who) in moves.items() if source == state
        }
        assert set(WORKFLOWS[name].possible(state)) == set(here)
        assert WORKFLOWS[name].possible(state, ()) == ()
        for role in Role:
            expected = {event for event, who in here.items() if role in who}
            assert set(WORKFLOWS[name].possible(state, iter([role]))) == expected


@EACH
def test_events_between_two_states(name: str) -> None:
    for source in STATES[name]:
        for target in STATES[name]:
            expected = {
                event
                for (start, event), (end, _) in moves_of(name).items()
                if (start, end) == (source, target)
            }
            assert set(WORKFLOWS[name].events_between(source, target)) == expected


@EACH
@given(data=st.data())
def test_no_sequence_of_events_leaves_the_table(name: str, data: st.DataObject) -> None:
    moves = moves_of(name)
    state = next(iter(STATES[name])).value
    senders = st.tuples(st.sampled_from(EVENTS), st.sets(st.sampled_from(Role)))
    for event, roles in data.draw(st.lists(senders, max_size=40)):
        target, allowed = moves.get((state, event), (state, frozenset()))
        try:
            after = WORKFLOWS[name].fire(state, event, roles)
        except WorkflowError:
            assert not roles & allowed
        else:
            assert roles & allowed
            assert after == target
            state = after


def test_sender_without_roles_is_refused() -> None:
    with pytest.raises(ForbiddenEvent):
        CALCULATION.fire("requested", "take", ())


@EACH
def test_unknown_state_is_a_mistake_of_the_caller(name: str) -> None:
    with pytest.raises(ValueError, match="has no state 'lost'"):
        WORKFLOWS[name].fire("lost", "cancel", set(Role))


# === EXTENSION ===


def paused(workflow: Workflow) -> Workflow:
    """What one addon adds: a state, the way there, and the way back."""
    return (
        workflow.with_states(State("paused", "Paused", open=True))
        .with_events(
            Event.of(
                "pause", "Pause", ["requested", "in_progress"], "paused", "engineer"
            ),
            Event.of("unpause", "Go on", ["paused"], BACK, "engineer"),
        )
        .with_sources("cancel", "paused")
        .with_roles("cancel", "engineer")
    )


def dispatched(workflow: Workflow) -> Workflow:
    """What another addon adds: a state, events, and a role of its own."""
    return (
        workflow.with_states(State("dispatched", "Dispatched", open=True))
        .with_events(
            Event.of("dispatch", "Dispatch", ["requested"], "dispatched", "dispatcher"),
            Event.of("take", "Take", ["dispatched"], "in_progress"),
        )
        .with_roles("complete", "dispatcher")
    )


BOTH = pytest.mark.parametrize(
    "workflow",
    [paused(dispatched(CALCULATION)), dispatched(paused(CALCULATION))],
    ids=["one order", "the other"],
)


@BOTH
def test_what_two_addons_add_takes_effect_in_any_order(workflow: Workflow) -> None:
    assert workflow.fire("requested", "pause", {"engineer"}) == "paused"
    assert workflow.fire("paused", "cancel", {"engineer"}) == "cancelled"
    assert workflow.fire("requested", "cancel", {"engineer"}) == "cancelled"
    assert workflow.fire("requested", "dispatch", {"dispatcher"}) == "dispatched"
    assert workflow.fire("dispatched", "take", {"engineer"}) == "in_progress"
    assert workflow.fire("in_progress", "complete", {"dispatcher"}) == "completed"
    assert workflow.fire("in_progress", "complete", {"engineer"}) == "completed"
    assert set(workflow.open_states) == {
        *CALCULATION.open_states,
        "paused",
        "dispatched",
    }
    assert "dispatcher" in workflow.roles


@BOTH
def test_two_addons_leave_what_was_there(workflow: Workflow) -> None:
    for (source, event), (target, roles) in moves_of("calculation").items():
        for role in roles:
            assert workflow.fire(source, event, {role}) == target


def test_extension_leaves_the_workflow_as_it_was() -> None:
    before = CALCULATION.transitions()
    paused(dispatched(CALCULATION))
    assert CALCULATION.transitions() == before
    with pytest.raises(IllegalEvent):
        CALCULATION.fire("in_progress", "pause", CALCULATION.roles)
    with pytest.raises(ForbiddenEvent):
        CALCULATION.fire("requested", "cancel", {Role.ENGINEER})


class Lazy:
    """A label that is translated when it is shown: the host's can't be hashed."""

    __hash__ = None  # type: ignore[assignment]


def test_labels_may_be_lazy() -> None:
    workflow = CALCULATION.with_states(State("parked", Lazy(), open=True)).with_events(
        Event.of("park", Lazy(), ["requested"], "parked", Role.LEADER)
    )
    assert workflow.fire("requested", "park", {Role.LEADER}) == "parked"
    assert isinstance(workflow.get_state("parked").label, Lazy)


def test_calculation_goes_on_where_it_was_held() -> None:
    for before in CALCULATION.active_states:
        assert CALCULATION.fire("held", "resume", {"manager"}, before) == before
        assert CALCULATION.events_between("held", before, before) == ("resume",)
    assert CALCULATION.events_between("held", "waiting", "requested") == ()


def test_event_leads_back_to_where_the_record_was() -> None:
    workflow = paused(CALCULATION)
    for before in ("requested", "in_progress"):
        assert workflow.fire("paused", "unpause", {"engineer"}, before) == before
    for unknown in (None, "completed", "paused"):
        with pytest.raises(IllegalEvent):
            workflow.fire("paused", "unpause", {"engineer"}, unknown)


def test_workflows_that_are_equal_are_asked_once() -> None:
    asked = get_targets.cache_info().misses
    paused(CALCULATION).fire("requested", "pause", {"engineer"})
    once = get_targets.cache_info().misses
    paused(CALCULATION).fire("requested", "pause", {"engineer"})
    assert get_targets.cache_info().misses == once <= asked + 1


def test_state_is_put_where_a_person_looks_for_it() -> None:
    workflow = CALCULATION.with_states(State("checked", "Checked"), after="in_progress")
    names = [state.name for state in workflow.states]
    assert names[:4] == ["requested", "in_progress", "checked", "waiting"]


def test_mistakes_of_an_extension_are_named() -> None:
    with pytest.raises(ValueError, match="names used twice: waiting"):
        CALCULATION.with_states(State("waiting", "Waits"))
    with pytest.raises(ValueError, match="names used twice: take"):
        CALCULATION.with_states(State("take", "Take"))
    with pytest.raises(ValueError, match="unknown states: lost"):
        CALCULATION.with_events(Event.of("lose", "Lose", ["requested"], "lost"))
    with pytest.raises(ValueError, match="take leads to in_progress already"):
        CALCULATION.with_events(Event.of("take", "Take", ["requested"], "waiting"))
    with pytest.raises(ValueError, match="no event 'tkae'"):
        CALCULATION.with_roles("tkae", "leader")
