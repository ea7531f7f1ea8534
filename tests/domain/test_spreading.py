"""A correction of many lines meets its total, wherever quantities allow it."""

from fractions import Fraction
from math import gcd

import pytest
from domain.limits import Bounds
from domain.rounding import round_amount
from domain.spreading import Share, Spread, spread
from hypothesis import assume, given, settings
from hypothesis import strategies as st

CENT = 0.01
PRICES = st.integers(1, 10**7).map(lambda cents: cents / 100)
QUANTITIES = st.integers(1, 10**6).map(lambda number: number / 1000)
DEAR_PRICES = st.integers(1001, 10**7).map(lambda cents: cents / 100)
COUNTS = st.integers(1, 500).map(float)
SHARES = st.lists(st.builds(Share, QUANTITIES, PRICES), min_size=1, max_size=12)
PERCENTS = st.integers(-60, 60)


def exact(value: float) -> Fraction:
    return Fraction(repr(value))


def add_up(shares: list[Share], prices: tuple[float, ...], per_line: bool) -> float:
    amounts = [
        exact(share.quantity) * exact(price)
        for share, price in zip(shares, prices, strict=True)
    ]
    if per_line:
        amounts = [exact(round_amount(float(amount), CENT)) for amount in amounts]
    return round_amount(float(sum(amounts)), CENT)


def asked(shares: list[Share], percent: int) -> float:
    before = add_up(shares, tuple(share.price for share in shares), True)
    return round(before * (100 + percent) / 100, 2)


def corrected(shares: list[Share], total: float, **options: bool) -> Spread:
    return spread(shares, total, 2, CENT, **options)


@given(SHARES, PERCENTS, st.booleans())
def test_total_is_what_the_prices_add_up_to(
    shares: list[Share], percent: int, per_line: bool
) -> None:
    result = corrected(shares, asked(shares, percent), per_line=per_line)
    assert result.total == pytest.approx(
        add_up(shares, result.prices, per_line), abs=1e-9
    )
    assert all(price >= 0 and round(price, 2) == price for price in result.prices)


@given(SHARES, PRICES, PERCENTS, st.booleans())
def test_a_line_of_one_meets_any_total(
    shares: list[Share], price: float, percent: int, per_line: bool
) -> None:
    shares.append(Share(1.0, price))
    total = asked(shares, percent)
    rest = sum(exact(share.quantity) / 2 for share in shares) / 100
    # What rounding leaves over must not be more than the line is worth.
    assume(exact(price) * (100 + percent) / 100 > rest + 1)
    assert corrected(shares, total, per_line=per_line).total == total


@given(st.integers(2, 30), st.integers(2, 30), DEAR_PRICES, DEAR_PRICES, PERCENTS)
def test_two_quantities_without_a_common_part_meet_any_total(
    one: int, other: int, price: float, dear: float, percent: int
) -> None:
    assume(gcd(one, other) == 1)
    shares = [Share(float(one), price), Share(float(other), dear)]
    total = asked(shares, percent)
    assert corrected(shares, total).total == total


@given(st.lists(st.tuples(COUNTS, PRICES), min_size=1, max_size=8), PERCENTS)
def test_what_is_met_by_a_percent_alone_stays_so(
    lines: list[tuple[float, float]], percent: int
) -> None:
    shares = [Share(*line) for line in lines]
    unchanged = corrected(shares, asked(shares, 0))
    assert unchanged.prices == tuple(share.price for share in shares)
    again = corrected(shares, asked(shares, percent))
    assert again == corrected(shares, asked(shares, percent))


@settings(max_examples=50)
@given(st.lists(PRICES, min_size=2, max_size=30), st.integers(0, 100))
def test_cents_are_spread_and_not_heaped(prices: list[float], cents: int) -> None:
    shares = [Share(1.0, price) for price in prices]
    total = round(sum(prices) - cents / 100, 2)
    assume(total > 0)
    result = corrected(shares, total)
    factor = exact(total) / sum(map(exact, prices))
    for share, price in zip(shares, result.prices, strict=True):
        assert abs(exact(price) - exact(share.price) * factor) < Fraction(1, 100)
    assert result.total == total


@given(
    st.lists(
        st.tuples(COUNTS, PRICES.map(lambda price: round(price + 1, 2))),
        min_size=1,
        max_size=8,
    )
)
def test_rest_is_placed_within_the_bounds(lines: list[tuple[float, float]]) -> None:
    shares = [
        Share(quantity, price, Bounds(round(price * 0.9, 2), price))
        for quantity, price in lines
    ]
    result = corrected(shares, asked(shares, -5))
    for share, price in zip(shares, result.prices, strict=True):
        assert share.bounds.admit(price)


def test_quantities_that_allow_no_such_total() -> None:
    result = corrected([Share(2.0, 50.0)], 99.99)
    assert result.prices in ((49.99,), (50.0,), (49.995,))
    assert result.total in (99.98, 100.0)


def test_three_quantities_meet_together_what_no_two_do() -> None:
    shares = [Share(6.0, 100.0), Share(10.0, 100.0), Share(15.0, 100.0)]
    for cents in range(-5, 6):
        total = round(2000 + cents / 100, 2)
        assert corrected(shares, total).total == total


def test_lines_without_a_price_take_no_part() -> None:
    result = corrected([Share(1.0, 0.0), Share(3.0, 33.33), Share(0.0, 5.0)], 90.0)
    assert result.prices[0] == 0.0
    assert result.total == 90.0
    assert corrected([Share(1.0, 0.0)], 90.0) == Spread((0.0,), 0.0)
