import json
from decimal import Decimal
from typing import Any

import pytest
from domain import pricing
from domain.estimate import (
    CoefficientValue,
    Estimate,
    EstimateLine,
    EstimateMeasurement,
    EstimateVariant,
    LinePrice,
)
from domain.outline import LineKind
from domain.pricing import PriceFactor
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=places)


NAMES = st.text("абвxyz 0-9", min_size=1, max_size=8).filter(str.strip)
FACTORS = decimals("0.01", "10", 3)
COEFFICIENTS = st.lists(
    st.builds(CoefficientValue, code=NAMES, value=FACTORS),
    max_size=2,
    unique_by=lambda item: item.code,
).map(tuple)
PRODUCTS = st.builds(
    EstimateLine,
    ref=NAMES,
    name=NAMES,
    product_code=NAMES,
    unit=st.none() | NAMES,
    formula=st.none() | NAMES,
    quantity=decimals("-1000", "10000", 3),
    base_price=decimals("0", "1000000", 2),
    coefficients=COEFFICIENTS,
    coefficient=FACTORS,
    coefficient_reason=st.none() | NAMES,
    price_unit=st.none() | decimals("0", "1000000", 2),
)
TEXTS = st.builds(
    EstimateLine,
    ref=NAMES,
    name=NAMES,
    kind=st.sampled_from(("section", "subsection", "note")),
)
MEASUREMENTS = st.builds(
    EstimateMeasurement,
    code=NAMES,
    name=NAMES,
    value=decimals("-1000", "10000", 3),
    unit=st.none() | NAMES,
    formula=st.none() | NAMES,
)
VARIANTS = st.builds(
    EstimateVariant,
    ref=NAMES,
    name=NAMES,
    coefficient=FACTORS,
    coefficients=COEFFICIENTS,
    coefficient_reason=st.none() | NAMES,
    lines=st.lists(PRODUCTS | TEXTS, max_size=4, unique_by=lambda line: line.ref),
)
CURRENCIES = st.sampled_from(
    [("RUB", "0.01", 2), ("JPY", "1", 0), ("KWD", "0.001", 3), ("CHF", "0.05", 2)]
)


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    currency, rounding, digits = draw(CURRENCIES)
    return Estimate(
        calculation=draw(NAMES),
        revision=draw(st.integers(1, 9)),
        direction_code=draw(NAMES),
        currency_code=currency,
        price_digits=digits,
        currency_rounding=Decimal(rounding),
        measurements=tuple(
            draw(st.lists(MEASUREMENTS, max_size=2, unique_by=lambda item: item.code))
        ),
        variants=tuple(
            draw(st.lists(VARIANTS, max_size=2, unique_by=lambda item: item.ref))
        ),
    )


def line(**values: Any) -> EstimateLine:
    return EstimateLine(**{"ref": "L1", "name": "Ventilation", **values})


def duct(**values: Any) -> EstimateLine:
    return line(
        **{"product_code": "DUCT", "quantity": "2.5", "base_price": "100.10", **values}
    )


def estimate(*lines: EstimateLine, **values: Any) -> Estimate:
    variant = EstimateVariant(ref="V1", name="Base", coefficient="1.1", lines=lines)
    return Estimate(
        calculation="CALC/1",
        direction_code="hvac",
        currency_code="RUB",
        variants=(variant,),
        **values,
    )


def price(lines: EstimateLine, **values: Any) -> LinePrice:
    whole = estimate(lines, **values)
    return whole.price_line(whole.variants[0], lines)


@given(estimates())
def test_estimate_comes_back_from_json_as_it_was(whole: Estimate) -> None:
    assert Estimate.model_validate_json(whole.model_dump_json()) == whole


def test_numbers_are_strings_in_json() -> None:
    written = json.loads(duct().model_dump_json())
    assert (written["quantity"], written["base_price"]) == ("2.5", "100.10")


@given(estimates())
def test_total_is_the_sum_of_the_lines(whole: Estimate) -> None:
    for variant in whole.variants:
        amounts = [
            whole.price_line(variant, item).price_subtotal for item in variant.lines
        ]
        assert whole.amount_untaxed(variant) == sum(amounts)
        assert all(amount % whole.currency_rounding == 0 for amount in amounts)


@given(estimates())
def test_total_does_not_depend_on_the_order_of_lines(whole: Estimate) -> None:
    for variant in whole.variants:
        turned = variant.model_copy(update={"lines": variant.lines[::-1]})
        assert whole.amount_untaxed(turned) == whole.amount_untaxed(variant)


@given(estimates())
def test_line_is_priced_as_in_the_database(whole: Estimate) -> None:
    for variant in whole.variants:
        for item in variant.lines:
            calculated = pricing.calculated_price(
                map(float, (item.base_price, item.coefficient, variant.coefficient)),
                whole.price_digits,
            )
            got = whole.price_line(variant, item)
            assert float(got.calculated_price) == calculated
            assert float(got.price_subtotal) == pricing.subtotal(
                float(item.quantity),
                float(got.price_unit),
                float(whole.currency_rounding),
            )


@given(estimates(), st.decimals("0.01", "10", places=3), st.booleans())
def test_factor_of_another_addon_multiplies_the_price(
    whole: Estimate, markup: Decimal, is_first: bool
) -> None:
    factors = whole.price_factors
    added = (PriceFactor("markup"),)
    factors = added + factors if is_first else factors + added
    marked = whole.model_copy(update={"price_factors": factors})
    for variant in whole.variants:
        for item in variant.lines:
            line = item.model_copy(update={"extra": {"markup": markup}})
            values = (item.base_price, item.coefficient, variant.coefficient, markup)
            expected = pricing.calculated_price(values, whole.price_digits)
            got = marked.price_line(variant, line).calculated_price
            assert float(got) == expected
            plain = marked.price_line(variant, item)
            assert plain == whole.price_line(variant, item)


def test_line_without_correction_has_the_engineers_price() -> None:
    expected = LinePrice(Decimal("132.13"), Decimal("132.13"), Decimal("330.33"))
    assert price(duct(coefficient="1.2")) == expected


def test_correction_of_the_manager_is_the_price() -> None:
    expected = LinePrice(Decimal("132.13"), Decimal(130), Decimal(325))
    assert price(duct(coefficient="1.2", price_unit=130)) == expected


def test_correction_to_nothing_is_a_correction() -> None:
    assert price(duct(price_unit=0)).price_subtotal == 0


def test_engineer_may_settle_on_another_coefficient_than_the_product() -> None:
    values = (CoefficientValue(code="height", value="1.2"),)
    assert duct(coefficients=values, coefficient="1.25").coefficient == Decimal("1.25")


@pytest.mark.parametrize("kind", ["section", "subsection", "note"])
def test_text_costs_nothing(kind: str) -> None:
    assert price(line(kind=kind)) == (0, 0, 0)


def facts(refused: pytest.ExceptionInfo[ValidationError]) -> tuple[Any, ...]:
    """Return of the only thing that is refused where, why, and the facts."""
    [detail] = refused.value.errors()
    return detail["loc"], detail["type"], detail.get("ctx", {})


@pytest.mark.parametrize(
    ("values", "refusal", "known"),
    [
        ({"product_code": None}, "no_product", {}),
        ({"base_price": -1}, "negative", {"field": "base_price", "value": -1}),
        (
            {"price_unit": "-0.01"},
            "negative",
            {"field": "price_unit", "value": Decimal("-0.01")},
        ),
        ({"coefficient": 0}, "coefficient_not_positive", {"value": 0}),
        (
            {"coefficients": [{"code": "h", "value": 1}, {"code": "h", "value": 2}]},
            "repeated_coefficient",
            {"code": "h"},
        ),
        ({"collapse_prices": True}, "not_of_product", {"field": "collapse_prices"}),
    ],
)
def test_wrong_product_line_is_refused_with_the_facts(
    values: dict[str, Any], refusal: str, known: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as refused:
        duct(**values)
    assert facts(refused) == ((), refusal, known)


@pytest.mark.parametrize("kind", ["section", "subsection", "note"])
@pytest.mark.parametrize(
    "values",
    [
        {"product_code": "DUCT"},
        {"unit": "m"},
        {"formula": "W*H"},
        {"quantity": 1},
        {"base_price": 1},
        {"coefficients": [{"code": "h", "value": 1}]},
        {"coefficient": 2},
        {"coefficient_reason": "high"},
        {"price_unit": 0},
        {"extra": {"colour": "red"}},
    ],
    ids=lambda values: next(iter(values)),
)
def test_text_carries_neither_product_nor_numbers(
    kind: str, values: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as refused:
        line(kind=kind, **values)
    known = {"field": next(iter(values)), "kind": kind}
    assert facts(refused) == ((), "not_of_text", known)


@pytest.mark.parametrize("hidden", ["collapse_prices", "collapse_composition"])
def test_section_hides_from_the_customer_and_note_does_not(hidden: str) -> None:
    assert getattr(line(kind="subsection", **{hidden: True}), hidden)
    with pytest.raises(ValidationError) as refused:
        line(kind="note", **{hidden: True})
    assert facts(refused)[1:] == ("not_of_text", {"field": hidden, "kind": "note"})


def test_text_has_no_character_that_a_workbook_cannot_hold() -> None:
    name = " Duct\x0b\x00, round\r\nØ 100\ufffe_x000D_\nzinc\ud800 "
    assert line(kind="note", name=name).name == "Duct, round\nØ 100\nzinc"


@pytest.mark.parametrize(
    "values",
    [
        {"quantity": "NaN"},
        {"quantity": "many"},
        {"base_price": "1E+20"},
        {"kind": "chapter"},
        {"colour": "red"},
        {"name": " "},
        {"name": "x" * 32768},
        {"coefficients": [{"code": "h", "value": 0}]},
    ],
)
def test_what_the_schema_does_not_know_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        duct(**values)


def test_lines_of_a_variant_are_told_apart() -> None:
    with pytest.raises(ValidationError, match="repeated_line: ref=L1"):
        estimate(duct(), duct(name="Other"))


def test_variants_are_told_apart() -> None:
    variant = EstimateVariant(ref="V1", name="Base")
    with pytest.raises(ValidationError, match="repeated_variant: ref=V1"):
        Estimate(
            calculation="CALC/1",
            direction_code="hvac",
            currency_code="RUB",
            variants=(variant, variant),
        )


def test_measurements_are_told_apart() -> None:
    width = EstimateMeasurement(code="W", name="Width")
    with pytest.raises(ValidationError, match="repeated_measurement: code=W"):
        estimate(measurements=(width, width))


def test_estimate_of_another_schema_is_refused() -> None:
    with pytest.raises(ValidationError, match="schema_version"):
        estimate(schema_version=2)


def test_estimate_never_changes() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        duct().quantity = Decimal(1)


def test_kinds_of_lines() -> None:
    assert list(LineKind) == ["product", "section", "subsection", "note"]
