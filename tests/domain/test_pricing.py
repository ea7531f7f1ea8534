"""Prices against exact fractions, and amounts against the host's own figures."""

import math
from decimal import ROUND_DOWN, Decimal, localcontext
from fractions import Fraction
from random import Random

import pytest
from domain import pricing
from hypothesis import assume, example, given
from hypothesis import strategies as st

ROUNDINGS = (0.01, 1.0, 0.001, 0.05, 0.1, 0.25, 5.0, 0.03)
# What the host adds to an amount before it rounds, and as much again for floats.
HOST_TOLERANCE = Fraction(1, 2**49)


def numbers(limit: int, digits: int, least: int | None = None) -> st.SearchStrategy:
    """Floats as people write them: of up to `limit`, with up to `digits` decimals."""
    return st.integers(0, digits).flatmap(
        lambda places: st.integers(
            (-limit if least is None else least) * 10**places, limit * 10**places
        ).map(lambda number: number / 10**places)
    )


PRICES = numbers(10**9, 4)
QUANTITIES = numbers(10**5, 6)
COEFFICIENTS = numbers(10, 6, least=0)
STEPS = st.sampled_from(ROUNDINGS)


def exact(value: float) -> Fraction:
    return Fraction(repr(value))


def half_up(value: Fraction, step: Fraction) -> Fraction:
    steps = math.floor(abs(value) / step + Fraction(1, 2)) * step
    return steps if value > 0 else -steps


def distance_to_tie(value: Fraction, step: Fraction) -> Fraction:
    return abs(abs(value) / step % 1 - Fraction(1, 2))


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.1, "0.1"), (1e22, "1e22"), (3, "3"), ("2.50", "2.50"), (Decimal(7), "7")],
)
def test_number_is_the_decimal_it_is_written_as(
    value: float | str | Decimal, expected: str
) -> None:
    assert pricing.to_decimal(value) == Decimal(expected)


@pytest.mark.parametrize("value", ["", "12 руб.", "nan", math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(value: float | str) -> None:
    with pytest.raises(pricing.InvalidNumber) as refusal:
        pricing.to_decimal(value)
    assert refusal.value.value is value


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_price_of_no_number_is_refused(value: float) -> None:
    with pytest.raises(pricing.InvalidNumber):
        pricing.calculated_price((value, 1, 1), 2)
    with pytest.raises(pricing.InvalidNumber):
        pricing.margin(value, 1, 1, 0.01)


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        ("2.675", 2, "2.68"),
        ("-2.675", 2, "-2.68"),
        ("2.6749999999", 2, "2.67"),
        ("0.5", 0, "1"),
        ("1.0005", 3, "1.001"),
    ],
)
def test_tie_goes_away_from_zero(value: str, digits: int, expected: str) -> None:
    assert str(pricing.round_half_up(Decimal(value), digits)) == expected


@given(PRICES, STEPS)
def test_amount_is_rounded_to_the_step_of_its_currency(
    value: float, step: float
) -> None:
    rounded = pricing.round_to(pricing.to_decimal(value), step)
    assert Fraction(rounded) == half_up(exact(value), exact(step))


def test_context_of_the_thread_does_not_matter() -> None:
    with localcontext() as context:
        context.prec, context.rounding = 3, ROUND_DOWN
        assert pricing.calculated_price((123456.785, 1.0), 2) == 123456.79
        assert pricing.margin(123456.78, 1.0, 0.005, 0.01) == 123456.78
        assert pricing.correction_percent(123456.78, 123456.79) == 0.0
        assert pricing.correction_percent(80000, 123456.79) == 54.321


def test_no_coefficient_is_one() -> None:
    assert pricing.combined_coefficient(()) == 1.0


@given(st.lists(COEFFICIENTS, max_size=6))
@example([1.5, 0.333333, 1.000001])
@example([0.0000005, 1.0])
def test_coefficients_are_multiplied_exactly(values: list[float]) -> None:
    product = math.prod(map(exact, values), start=Fraction(1))
    expected = float(half_up(product, Fraction(1, 10**6)))
    assert pricing.combined_coefficient(iter(values)) == expected
    assert pricing.combined_coefficient(reversed(values)) == expected


@given(st.lists(st.tuples(COEFFICIENTS, COEFFICIENTS, COEFFICIENTS).map(sorted)))
def test_coefficients_within_bounds_are_combined_within_bounds(
    triples: list[list[float]],
) -> None:
    low, high = pricing.coefficient_bounds((low, high) for low, _, high in triples)
    assert low <= pricing.combined_coefficient(value for _, value, _ in triples) <= high


@given(PRICES, COEFFICIENTS, COEFFICIENTS, st.integers(0, 4))
@example(0.5, 1.0, 1.0, 0)
@example(1.005, 1.0, 1.0, 2)
@example(-1.005, 1.0, 1.0, 2)
@example(999999999.9999, 9.999999, 9.999999, 4)
def test_calculated_price_is_exact(
    base: float, coefficient: float, variant: float, digits: int
) -> None:
    product = exact(base) * exact(coefficient) * exact(variant)
    expected = half_up(product, Fraction(1, 10**digits))
    price = pricing.calculated_price((base, coefficient, variant), digits)
    assert price == float(expected)


@given(st.lists(PRICES, min_size=1, max_size=6), st.integers(0, 4), st.randoms())
@example([1e9, 1.234567, 2.345678, 3.456789, 4.567891, 5.678912], 4, Random(1))
def test_price_is_the_product_of_any_factors_in_any_order(
    factors: list[float], digits: int, order: Random
) -> None:
    expected = half_up(math.prod(map(exact, factors)), Fraction(1, 10**digits))
    order.shuffle(factors)
    assume(abs(expected) < 10**40)
    assert pricing.calculated_price(factors, digits) == float(expected)


@given(PRICES, COEFFICIENTS, COEFFICIENTS, st.integers(0, 4))
def test_factor_of_one_changes_no_price(
    base: float, coefficient: float, variant: float, digits: int
) -> None:
    factors = [base, coefficient, variant]
    price = pricing.calculated_price(factors, digits)
    assert pricing.calculated_price([1.0, *factors], digits) == price


@given(PRICES, PRICES, COEFFICIENTS)
def test_higher_base_price_never_lowers_the_price(
    one: float, other: float, coefficient: float
) -> None:
    low, high = sorted((one, other))
    assert pricing.calculated_price((low, coefficient, 1.1), 2) <= (
        pricing.calculated_price((high, coefficient, 1.1), 2)
    )


@pytest.mark.parametrize(
    ("quantity", "price", "rounding", "expected"),
    [
        (1, 2.675, 0.01, 2.68),
        (3, 1.005, 0.01, 3.02),
        (-1, 1.005, 0.01, -1.01),
        (0.5, 0.01, 0.01, 0.01),
        (0.49, 0.01, 0.01, 0.0),
        (12.12, 12.12, 0.01, 146.89),
        (1, 1.025, 0.05, 1.05),
        (1, 1.0249, 0.05, 1.0),
        (7, 0.075, 0.05, 0.55),
        (3, 0.5, 1.0, 2.0),
        (-3, 0.5, 1.0, -2.0),
        (1, 2.4999, 1.0, 2.0),
        (1.0005, 1, 0.001, 1.001),
        (1, 12.5, 5.0, 15.0),
        (0, 5, 0.01, 0.0),
        # just below a tie, and a tie to the host
        (0.000153, 590447712.4183, 1.0, 90339.0),
        (517.98895, 55041593.12, 0.0001, 28510937026.5561),
        (-329150.463, 7144934.239, 0.01, -2351758412871.41),
        (53364.72, 31114436.9435, 0.01, 1660413215447.54),
        (22582.8, 253721155.0, 0.001, 5729734099134.005),
    ],
)
def test_amount_is_the_one_of_odoo_19(
    quantity: float, price: float, rounding: float, expected: float
) -> None:
    assert pricing.subtotal(quantity, price, rounding) == expected


@pytest.mark.parametrize(
    ("quantity", "price", "included_tax", "expected"),
    [
        (1, 120, 0.2, 100.0),
        (3, 0.1, 0.2, 0.25),
        (7, 119.99, 0.21, 694.16),
        (1, 0.03, 0.2, 0.03),
        (2, 100, -0.05, 210.53),
    ],
)
def test_tax_that_a_price_includes_is_no_part_of_the_amount(
    quantity: float, price: float, included_tax: float, expected: float
) -> None:
    assert pricing.subtotal(quantity, price, 0.01, included_tax) == expected


@given(QUANTITIES, PRICES, STEPS)
def test_amount_clear_of_a_tie_is_exact(
    quantity: float, price: float, rounding: float
) -> None:
    amount, step = exact(quantity) * exact(price), exact(rounding)
    tolerance = abs(amount) / step * HOST_TOLERANCE
    assume(distance_to_tie(amount, step) > tolerance)
    got = pricing.subtotal(quantity, price, rounding)
    assert got == pytest.approx(float(half_up(amount, step)), rel=1e-15, abs=0)


@given(st.integers(0, 10**12), st.sampled_from((0.01, 1.0, 0.001, 0.05, 5.0)))
def test_tie_of_an_amount_goes_away_from_zero(steps: int, rounding: float) -> None:
    step = exact(rounding)
    tie = float((steps + Fraction(1, 2)) * step)
    assert pricing.subtotal(1, tie, rounding) == float((steps + 1) * step)
    assert pricing.subtotal(-1, tie, rounding) == -float((steps + 1) * step)


@given(QUANTITIES, QUANTITIES, numbers(10**9, 4, least=0), STEPS)
def test_more_never_costs_less(
    one: float, other: float, price: float, rounding: float
) -> None:
    less, more = sorted((one, other))
    assert pricing.subtotal(less, price, rounding) <= (
        pricing.subtotal(more, price, rounding)
    )


@given(QUANTITIES, PRICES, st.sampled_from((0.01, 1.0, 0.001, 0.05)))
def test_rounded_amount_stays_as_it_is(
    quantity: float, price: float, rounding: float
) -> None:
    assume(abs(quantity * price) < 2**48 * rounding)
    amount = pricing.subtotal(quantity, price, rounding)
    assert pricing.round_amount(amount, rounding) == amount


@given(PRICES, QUANTITIES, PRICES, STEPS)
@example(1000000.0, 1.0, 999999.995, 0.01)
@example(999999.995, 1.0, 1000000.0, 0.01)
def test_margin_is_exact(
    amount: float, quantity: float, unit_cost: float, rounding: float
) -> None:
    difference = exact(amount) - exact(quantity) * exact(unit_cost)
    expected = half_up(difference, exact(rounding))
    assert pricing.margin(amount, quantity, unit_cost, rounding) == float(expected)


def test_nothing_is_never_less_than_nothing() -> None:
    for nothing in (
        pricing.subtotal(-0.001, 1, 0.01),
        pricing.margin(0.0, 0.001, 1, 0.01),
        pricing.calculated_price((-0.001, 1, 1), 2),
        pricing.correction_percent(-1, -1),
    ):
        assert math.copysign(1, nothing) == 1


@pytest.mark.parametrize(
    ("calculated", "price", "percent"),
    [
        (100, 110, 10),
        (100, 95.5, -4.5),
        (3, 4, 33.3333),
        (3, 5, 66.6667),
        (100, 100, 0),
        (0, 5, 0),
        (-100, -110, -10),
    ],
)
def test_correction_in_percent(calculated: float, price: float, percent: float) -> None:
    assert pricing.correction_percent(calculated, price) == percent


def test_every_refusal_is_a_pricing_error() -> None:
    assert issubclass(pricing.InvalidNumber, pricing.PricingError)
