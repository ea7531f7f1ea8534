"""No quantity of an ordered service is lost, doubled or negative, whatever is done."""

from dataclasses import dataclass, field

from domain.quantities import (
    ServiceQuantities,
    get_given_back,
    get_kept,
    get_restored,
)
from hypothesis import given
from hypothesis import strategies as st

STEPS = (
    "create",
    "complete",
    "give_back",
    "cancel",
    "write_off",
    "undo",
    "act",
    "cancel_act",
    "reduce",
    "order_more",
)


@dataclass
class Work:
    planned: int
    held: int
    is_open: bool = True
    acted: int = 0


@dataclass
class Service:
    """An ordered service, as records keep it, and the decisions that move it."""

    ordered: int
    written_off: int = 0
    works: list[Work] = field(default_factory=list)

    @property
    def quantities(self) -> ServiceQuantities:
        done = [work for work in self.works if not work.is_open]
        acted = sum(work.acted for work in done)
        return ServiceQuantities(
            ordered=self.ordered,
            in_work=sum(work.held for work in self.works if work.is_open),
            done=sum(work.held for work in done) - acted,
            acted=acted,
            written_off=self.written_off,
        )

    @property
    def in_works(self) -> int:
        return sum(work.held for work in self.works)

    @property
    def open(self) -> int:
        return int(self.quantities.open)

    def pick(self, number: int, **facts: object) -> Work | None:
        fitting = [
            work
            for work in self.works
            if all(getattr(work, name) == value for name, value in facts.items())
        ]
        return fitting[number % len(fitting)] if fitting else None

    def create(self, number: int) -> None:
        if quantity := number % (self.open + 1):
            self.works.append(Work(quantity, quantity))

    def complete(self, number: int) -> None:
        if work := self.pick(number, is_open=True):
            work.held, work.is_open = number % (work.planned + 1), False

    def give_back(self, number: int) -> None:
        if work := self.pick(number, is_open=False, acted=0):
            work.held = int(get_given_back(work.planned, work.held, self.open))
            work.planned, work.is_open = work.held, True

    def cancel(self, number: int) -> None:
        if work := self.pick(number, is_open=True):
            self.works.remove(work)

    def write_off(self, number: int) -> None:
        self.written_off += number % (self.open + 1)

    def undo(self, number: int) -> None:
        self.written_off -= number % (self.written_off + 1)

    def act(self, number: int) -> None:
        if work := self.pick(number, is_open=False):
            work.acted += number % (work.held - work.acted + 1)

    def cancel_act(self, number: int) -> None:
        if work := self.pick(number, is_open=False):
            work.acted = 0

    def reduce(self, number: int) -> None:
        done = sum(work.held for work in self.works if not work.is_open)
        ordered = done + number % (max(self.ordered - done, 0) + 1)
        self.written_off -= int(get_restored(self.written_off, self.in_works, ordered))
        newest = [
            (index, work.held)
            for index, work in reversed(list(enumerate(self.works)))
            if work.is_open
        ]
        for index, kept in get_kept(self.in_works - ordered, newest).items():
            self.works[index].planned = self.works[index].held = int(kept)
        self.works = [work for work in self.works if work.planned or not work.is_open]
        self.ordered = ordered

    def order_more(self, number: int) -> None:
        self.ordered += number % 5


@given(
    st.integers(0, 30),
    st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 999)), max_size=40),
)
def test_ordered_is_what_is_open_in_work_done_acted_and_written_off(ordered, steps):
    service = Service(ordered)
    for name, number in steps:
        getattr(service, name)(number)
        quantities = service.quantities
        assert min(*quantities, quantities.open) >= 0, (name, quantities)
        assert quantities.ordered == (
            quantities.open
            + quantities.in_work
            + quantities.done
            + quantities.acted
            + quantities.written_off
        )


@given(st.integers(0, 9), st.integers(0, 9), st.integers(-9, 9))
def test_returned_work_keeps_what_it_has_done_and_takes_no_more_than_is_free(
    planned, done, free
):
    done = min(done, planned)
    back = get_given_back(planned, done, free)
    assert done <= back <= planned
    assert back - done <= max(free, 0)


def test_works_that_have_to_give_give_the_first_first():
    assert get_kept(3, [("new", 2), ("old", 4)]) == {"new": 0, "old": 3}
    assert get_kept(0, [("new", 2)]) == {}


def test_what_is_written_off_is_the_first_that_is_ordered_no_more():
    assert get_restored(written_off=3, in_works=5, ordered=8) == 0
    assert get_restored(written_off=3, in_works=5, ordered=6) == 2
    assert get_restored(written_off=3, in_works=5, ordered=1) == 3
