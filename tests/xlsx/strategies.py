"""Estimates as people might make them, nasty texts included."""

from decimal import Decimal

from crm_engineering_calc.domain.estimate import (
    CoefficientValue,
    Estimate,
    EstimateLine,
    EstimateMeasurement,
    EstimateVariant,
)
from hypothesis import strategies as st

NASTY = (
    "=1+1",
    "+7 495",
    "-5",
    "@SUM(A1)",
    '=HYPERLINK("http://evil")',
    "https://example.com",
    "<r>x</r>",
    "<b>&amp;</b>",
    "_x0041_",
    "two\nlines",
    "tabbed\ttext",
    "«Ёлка» № 5, Ø 100 мм²",
    "007",
    "1 234,50",
    "1e5",
    "#DIV/0!",
    "TRUE",
    "итого",
    "-",
    "2024-01-31",
    "line:1",
    "variant",
    '{"engineering_estimate":1}',
    'a "b"; c=1',
    "x" * 300,
)
# What is left of a text when the schema has cleaned it may be nothing.
TEXTS = st.sampled_from(NASTY) | st.text(max_size=12).map(lambda text: f"{text}.")


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, places).flatmap(
        lambda digits: st.decimals(low, high, places=digits)
    )


FACTORS = decimals("0.01", "10", 3).filter(bool)
COEFFICIENTS = st.lists(
    st.builds(CoefficientValue, code=TEXTS, value=st.none() | FACTORS),
    max_size=2,
    unique_by=lambda item: item.code,
).map(tuple)
PRODUCTS = st.builds(
    EstimateLine,
    ref=TEXTS,
    name=TEXTS,
    product_code=TEXTS,
    unit=st.none() | TEXTS,
    formula=st.none() | TEXTS,
    quantity=decimals("-1000", "10000", 3),
    base_price=decimals("0", "1000000", 2),
    coefficients=COEFFICIENTS,
    coefficient=FACTORS,
    coefficient_reason=st.none() | TEXTS,
    price_unit=st.none() | decimals("0", "1000000", 2),
)
SECTIONS = st.builds(
    EstimateLine,
    ref=TEXTS,
    name=TEXTS,
    kind=st.sampled_from(("section", "subsection")),
    collapse_prices=st.booleans(),
    collapse_composition=st.booleans(),
)
NOTES = st.builds(EstimateLine, ref=TEXTS, name=TEXTS, kind=st.just("note"))
MEASUREMENTS = st.builds(
    EstimateMeasurement,
    code=TEXTS,
    name=TEXTS,
    value=decimals("-1000", "10000", 3),
    unit=st.none() | TEXTS,
    formula=st.none() | TEXTS,
)
CURRENCIES = st.sampled_from(
    [
        ("RUB", "0.01", 2),
        ("JPY", "1", 0),
        ("KWD", "0.001", 3),
        ("CHF", "0.05", 2),
        ("XXX", "5", 4),
    ]
)


def variants(max_lines: int) -> st.SearchStrategy[EstimateVariant]:
    return st.builds(
        EstimateVariant,
        ref=TEXTS,
        name=TEXTS,
        coefficient=FACTORS,
        coefficients=COEFFICIENTS,
        coefficient_reason=st.none() | TEXTS,
        lines=st.lists(
            PRODUCTS | SECTIONS | NOTES,
            max_size=max_lines,
            unique_by=lambda line: line.ref,
        ),
    )


@st.composite
def estimates(draw: st.DrawFn, max_lines: int = 6) -> Estimate:
    currency, rounding, digits = draw(CURRENCIES)
    return Estimate(
        calculation=draw(TEXTS),
        revision=draw(st.integers(1, 9)),
        direction_code=draw(TEXTS),
        currency_code=currency,
        price_digits=digits,
        currency_rounding=Decimal(rounding),
        measurements=draw(
            st.lists(MEASUREMENTS, max_size=2, unique_by=lambda item: item.code)
        ),
        variants=draw(
            st.lists(variants(max_lines), max_size=3, unique_by=lambda item: item.ref)
        ),
    )
