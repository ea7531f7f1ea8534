"""Limits against exact fractions: of whom, of a price, of a whole proposal."""

import math
from fractions import Fraction

import pytest
from domain.limits import (
    FREE,
    Bounds,
    Limit,
    get_bounds,
    keeps_margin,
    widest,
)
from hypothesis import given
from hypothesis import strategies as st

PRICES = st.integers(0, 10**9).map(lambda cents: cents / 100)
PERCENTS = st.integers(0, 10**4).map(lambda number: number / 100)
LIMITS = st.builds(
    Limit,
    PERCENTS | st.just(math.inf),
    PERCENTS | st.just(math.inf),
    st.none() | PERCENTS,
)
TEN = Limit(10, 10)


def exact(value: float) -> Fraction:
    return Fraction(repr(value))


def half_up(value: Fraction) -> Fraction:
    return Fraction(math.floor(value * 100 + Fraction(1, 2)), 100)


@given(st.lists(LIMITS))
def test_widest_allows_what_any_of_them_does(limits: list[Limit]) -> None:
    all_of_them = widest(limits)
    for limit in limits:
        assert all_of_them.decrease >= limit.decrease
        assert all_of_them.increase >= limit.increase
        if limit.margin_floor is not None:
            assert all_of_them.margin_floor is not None
            assert all_of_them.margin_floor <= limit.margin_floor
    assert all_of_them in (*limits, all_of_them)
    assert widest([*limits, FREE]).is_free


def test_of_no_limit_nothing_is_allowed() -> None:
    assert widest([]) == Limit()
    assert get_bounds(Limit(), 99.99, 2) == (99.99, 99.99)


@given(PRICES, PERCENTS, PERCENTS)
def test_bounds_are_shares_of_the_price_rounded_as_prices_are(
    price: float, down: float, up: float
) -> None:
    lowest, highest = get_bounds(Limit(down, up), price, 2)
    base = exact(price)
    assert exact(lowest) == half_up(base * (100 - exact(down)) / 100)
    assert exact(highest) == half_up(base * (100 + exact(up)) / 100)


@given(LIMITS, PRICES)
def test_engineers_price_is_within_any_limit(limit: Limit, price: float) -> None:
    assert get_bounds(limit, price, 2).admit(price)


@given(PRICES)
def test_free_is_any_price(price: float) -> None:
    assert get_bounds(FREE, 100.0, 2) == (-math.inf, math.inf)
    assert get_bounds(FREE, 100.0, 2).admit(price)


@pytest.mark.parametrize(
    ("price", "admitted"), [(90, True), (89.99, False), (110, True), (110.01, False)]
)
def test_price_reaches_its_bounds_and_not_further(price: float, admitted: bool) -> None:
    assert get_bounds(TEN, 100, 2).admit(price) is admitted


@pytest.mark.parametrize(
    ("amount", "cost", "kept"),
    [(100, 80, True), (100, 80.01, False), (0, 0, True), (0, 1, False), (-5, 0, False)],
)
def test_margin_is_kept_to_its_floor(amount: float, cost: float, kept: bool) -> None:
    assert keeps_margin(Limit(margin_floor=20), amount, cost) is kept
    assert not keeps_margin(Limit(), amount, cost)


def test_bounds_are_a_value() -> None:
    assert Bounds(1.0, 2.0) == (1.0, 2.0)
