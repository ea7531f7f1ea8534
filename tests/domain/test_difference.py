"""What an estimate changes: nothing of itself, and all that it says of another."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from domain.difference import Change, Difference, Effect
from domain.estimate import Estimate, EstimateLine, EstimateVariant
from hypothesis import given
from hypothesis import strategies as st

DIGITS = {"quantity": 2, "base_price": 2}


def line(ref: str, **values: Any) -> EstimateLine:
    return EstimateLine(**{"ref": ref, "name": ref, "product_code": "D", **values})


def estimate(*lines: EstimateLine, **values: Any) -> Estimate:
    variant = EstimateVariant(ref="V", name="Base", lines=lines)
    context = {
        "calculation": "CALC/1",
        "direction_code": "hvac",
        "currency_code": "RUB",
        "variants": (variant,),
    }
    return Estimate(**{**context, **values})


def changes(difference: Difference) -> list[Change[Any]]:
    every = [*difference.measurements, *difference.variants, *difference.lines]
    return [change for change in every if change.effect]


LINES = st.lists(
    st.builds(
        line,
        ref=st.sampled_from("abcdef"),
        name=st.sampled_from(["Duct", "Fan"]),
        product_code=st.sampled_from(["D", "F"]),
        unit=st.sampled_from([None, "m"]),
        quantity=st.decimals(0, 10, places=2),
        base_price=st.decimals(0, 10, places=2),
        extra=st.fixed_dictionaries({"waste": st.decimals(0, 1, places=1)}),
    ),
    max_size=6,
    unique_by=lambda item: item.ref,
)
ESTIMATES = LINES.map(lambda lines: estimate(*lines))


@given(ESTIMATES)
def test_the_same_changes_nothing(whole: Estimate) -> None:
    assert changes(Difference(whole, whole, DIGITS)) == []


@given(ESTIMATES, ESTIMATES)
def test_changes_make_the_one_of_the_other(before: Estimate, after: Estimate) -> None:
    known = {item.ref: item for item in before.variants[0].lines}
    left = []
    for change in Difference(before, after, DIGITS).lines:
        if change.after is None:
            assert change.before is known.pop(change.before.ref)
            continue
        left.append(change.after)
        if change.before is None:
            assert change.effect is Effect.ADDED
            continue
        assert change.before is known.pop(change.after.ref)
        given_names = change.names - {"extra.waste"}
        values: dict[str, Any] = {
            name: getattr(change.after, name) for name in given_names
        }
        # Without a unit, that of the service stays.
        kept = {"unit": change.after.unit or change.before.unit}
        if "extra.waste" in change.names:
            values["extra"] = change.after.extra
        made = change.before.model_copy(update=values)
        assert made == change.after.model_copy(update=kept)
    assert left == list(after.variants[0].lines)
    assert not known


@given(ESTIMATES, st.randoms())
def test_variant_has_moved_when_lines_that_stay_change_places(
    before: Estimate, random: Random
) -> None:
    lines = list(before.variants[0].lines)
    random.shuffle(lines)
    [variant] = Difference(before, estimate(*lines), DIGITS).variants
    moved = lines != list(before.variants[0].lines)
    assert variant.moved is moved
    assert variant.effect is (Effect.CHANGED if moved else None)


def test_line_that_comes_between_moves_nothing() -> None:
    before = estimate(line("a"), line("b"))
    difference = Difference(before, estimate(line("a"), line("n"), line("b")), DIGITS)
    assert [change.effect for change in difference.lines] == [None, Effect.ADDED, None]
    assert not difference.variants[0].moved


def test_what_is_left_out_stays() -> None:
    before = estimate(line("a", quantity=3, formula="W", extra={"waste": Decimal(1)}))
    assert changes(Difference(before, estimate(line("a")), DIGITS)) == []


def test_what_is_stored_rounded_is_the_same_when_it_rounds_to_it() -> None:
    before = estimate(line("a", base_price="1.01"))
    after = estimate(line("a", base_price="1.0051"))
    assert changes(Difference(before, after, DIGITS)) == []


def test_what_follows_from_a_field_is_given_with_it() -> None:
    before = estimate(line("a", unit="m", base_price=5))
    after = estimate(line("a", product_code="F", unit="m", base_price=5))
    difference = Difference(before, after, DIGITS)
    [change] = difference.lines
    assert change.names == {"product_code", "name", "unit", "base_price"}
    assert difference.get_differences(change) == {"product_code"}


def test_field_of_another_addon_is_compared_by_its_key() -> None:
    before = estimate(line("a", extra={"waste": Decimal(1), "note": "x"}))
    after = estimate(line("a", extra={"waste": Decimal("1.5"), "note": "x"}))
    [change] = Difference(before, after, DIGITS).lines
    assert change.names == {"extra.waste"}


def test_section_becomes_no_service() -> None:
    before = estimate(line("a", kind="section", product_code=None))
    difference = Difference(before, estimate(line("a")), DIGITS)
    effects = [change.effect for change in difference.lines]
    assert effects == [Effect.ADDED, Effect.REMOVED]


@pytest.mark.parametrize(("whole", "effects"), [(True, [Effect.REMOVED]), (False, [])])
def test_only_a_whole_estimate_removes_variants(
    whole: bool, effects: list[Effect]
) -> None:
    before, after = estimate(line("a")), estimate(variants=())
    difference = Difference(before, after, DIGITS, whole=whole)
    assert [change.effect for change in difference.variants] == effects
    assert difference.lines == []


def test_change_that_is_the_same_after_all_is_none() -> None:
    before = estimate(line("a", unit="m"))
    [change] = Difference(before, estimate(line("a", unit="metre")), DIGITS).lines
    change.forget({"unit", "base_price"})
    assert (change.effect, change.names) == (None, set())
