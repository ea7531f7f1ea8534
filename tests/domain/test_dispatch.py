"""Who of a team is next."""

import pytest
from domain.dispatch import Dispatch, Load, choose, in_turn
from hypothesis import given
from hypothesis import strategies as st

PEOPLE = st.lists(st.integers(1, 50), unique=True, min_size=1, max_size=10)


def test_turn_begins_after_the_last_one():
    assert in_turn([3, 1, 2], 1) == [2, 3, 1]
    assert in_turn([3, 1, 2], 3) == [1, 2, 3]
    assert in_turn([3, 1, 2], None) == [1, 2, 3]


def test_turn_goes_on_after_who_has_left():
    assert in_turn([1, 5, 7], 6) == [7, 1, 5]


@pytest.mark.parametrize("dispatch", list(Dispatch))
def test_nobody_is_chosen_of_nobody(dispatch):
    assert choose(dispatch, [], 1, {}) is None


@given(PEOPLE)
def test_open_queue_chooses_nobody(people):
    assert choose(Dispatch.QUEUE, people, None, {}) is None


@given(PEOPLE, st.one_of(st.none(), st.integers(1, 50)))
def test_in_as_many_turns_as_people_each_gets_one(people, last):
    got = []
    for _ in people:
        last = choose(Dispatch.ROUND_ROBIN, people, last, {})
        got.append(last)
    assert sorted(got) == sorted(people)


@given(PEOPLE, st.data())
def test_nobody_has_less_than_who_is_chosen(people, data):
    hours = st.floats(0, 100)
    loads = {
        person: Load(data.draw(hours), data.draw(st.integers(0, 9)))
        for person in people[1:]
    }
    chosen = choose(Dispatch.LEAST_LOADED, people, None, loads)
    least = min(loads.get(person, Load()) for person in people)
    assert loads.get(chosen, Load()) == least


@given(PEOPLE)
def test_equal_loads_go_in_turn(people):
    loads, last, got = {}, None, []
    for _ in people:
        last = choose(Dispatch.LEAST_LOADED, people, last, loads)
        loads[last] = loads.get(last, Load()).with_one_more(2)
        got.append(last)
    assert sorted(got) == sorted(people)
