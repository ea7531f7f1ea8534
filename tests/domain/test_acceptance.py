"""Whatever is accepted in parts, taken back and accepted again sums up to the order."""

from decimal import Decimal
from fractions import Fraction

from domain.acceptance import Amounts, Ordered, TaxAmount, carry_over, get_accepted
from hypothesis import given
from hypothesis import strategies as st

ROUNDINGS = st.sampled_from((0.01, 1.0, 0.001, 0.05))
HUNDREDTHS = st.integers(1, 10**6).map(lambda number: number / 100)
STEPS = st.integers(-(10**9), 10**9)


@st.composite
def orders(draw: st.DrawFn) -> Ordered:
    rounding = draw(ROUNDINGS)
    step = Decimal(repr(rounding))
    untaxed = draw(STEPS) * step
    taxes = {
        tax: TaxAmount(untaxed + draw(st.integers(-2, 2)) * step, draw(STEPS) * step)
        for tax in draw(st.lists(st.integers(1, 5), max_size=3, unique=True))
    }
    quantity = Decimal(repr(draw(HUNDREDTHS)))
    return Ordered(quantity, Amounts(untaxed, taxes), rounding, draw(st.booleans()))


@st.composite
def splits(draw: st.DrawFn) -> tuple[Ordered, list[float]]:
    """Return an order, and quantities that add up to what is ordered."""
    ordered = draw(orders())
    left = int(ordered.quantity * 100)
    parts = []
    while left and len(parts) < 6:
        part = draw(st.integers(1, left))
        parts.append(part / 100)
        left -= part
    return ordered, [*parts, left / 100] if left else parts


def total(amounts: list[Amounts]) -> Amounts:
    return sum(amounts, Amounts())


def same(one: Amounts, other: Amounts) -> bool:
    difference = one - other
    return not difference.untaxed and all(
        tax == TaxAmount() for tax in difference.taxes.values()
    )


@given(splits())
def test_parts_sum_up_to_the_order(split: tuple[Ordered, list[float]]) -> None:
    ordered, parts = split
    accepted = get_accepted(ordered, [], parts)
    assert same(total(accepted), ordered.amounts)
    assert total(accepted).total == ordered.amounts.total


@given(splits(), st.data())
def test_what_is_taken_back_is_accepted_again(
    split: tuple[Ordered, list[float]], data: st.DataObject
) -> None:
    ordered, parts = split
    accepted = get_accepted(ordered, [], parts)
    count = len(parts)
    stands = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    pairs = list(zip(parts, accepted, strict=True))
    standing = [pair for pair, stays in zip(pairs, stands, strict=True) if stays]
    back = [part for part, stays in zip(parts, stands, strict=True) if not stays]
    again = data.draw(st.permutations(back))
    anew = get_accepted(ordered, standing, again)
    kept = [amounts for _part, amounts in standing]
    assert same(total([*kept, *anew]), ordered.amounts)


@given(splits())
def test_all_that_is_accepted_is_a_part_of_the_order_rounded_once(
    split: tuple[Ordered, list[float]],
) -> None:
    ordered, parts = split
    step = Fraction(repr(ordered.rounding))
    quantity, sums = Fraction(0), Amounts()
    for part, amounts in zip(parts, get_accepted(ordered, [], parts), strict=True):
        quantity += Fraction(repr(part))
        sums += amounts
        share = quantity / Fraction(ordered.quantity)
        agreed = "total" if ordered.is_tax_included else "untaxed"
        exact = Fraction(getattr(ordered.amounts, agreed)) * share
        assert abs(Fraction(getattr(sums, agreed)) - exact) <= step / 2
        for tax, amount in ordered.amounts.taxes.items():
            exact = Fraction(amount.amount) * share
            assert abs(Fraction(sums.taxes[tax].amount) - exact) <= step / 2


def test_thirds_of_a_hundred() -> None:
    ordered = Ordered(Decimal(3), Amounts.of(100.0, {7: (100.0, 20.0)}, 0.01), 0.01)
    accepted = get_accepted(ordered, [], [1, 1, 1])
    assert [str(part.untaxed) for part in accepted] == ["33.33", "33.34", "33.33"]
    assert [str(part.tax) for part in accepted] == ["6.67", "6.66", "6.67"]


def test_sum_with_taxes_is_rounded_where_prices_include_them() -> None:
    amounts = Amounts.of(83.33, {7: (83.33, 16.67)}, 0.01)
    ordered = Ordered(Decimal(4), amounts, 0.01, is_tax_included=True)
    accepted = get_accepted(ordered, [], [1, 1, 2])
    assert [part.total for part in accepted] == [25, 25, 50]


def test_changed_order_is_made_up_for_by_what_is_accepted_next() -> None:
    before = Ordered(Decimal(2), Amounts.of(200.0, {}, 0.01), 0.01)
    (first,) = get_accepted(before, [], [1])
    after = Ordered(Decimal(2), Amounts.of(180.0, {}, 0.01), 0.01)
    (second,) = get_accepted(after, [(1, first)], [1])
    assert (first.untaxed, second.untaxed) == (100, 80)


def test_tax_that_the_order_has_no_more_is_taken_back() -> None:
    before = Ordered(Decimal(2), Amounts.of(200.0, {1: (200.0, 40.0)}, 0.01), 0.01)
    (first,) = get_accepted(before, [], [1])
    after = Ordered(Decimal(2), Amounts.of(200.0, {2: (200.0, 20.0)}, 0.01), 0.01)
    (second,) = get_accepted(after, [(1, first)], [1])
    assert second.taxes == {1: TaxAmount(-100, -20), 2: TaxAmount(200, 20)}


def test_line_of_nothing_comes_to_nothing() -> None:
    ordered = Ordered(Decimal(0), Amounts.of(0.0, {7: (0.0, 0.0)}, 0.01), 0.01)
    (accepted,) = get_accepted(ordered, [], [1])
    assert accepted.total == 0


def of(untaxed: int, **taxes: int) -> Amounts:
    """Return amounts in hundredths, with taxes of 10 % by one letter each."""
    step = Decimal("0.01")
    return Amounts(
        untaxed * step,
        {
            ord(tax): TaxAmount(untaxed * step, amount * step)
            for tax, amount in taxes.items()
        },
    )


def test_rounding_of_what_is_wholly_issued_stands_with_the_dearest_other() -> None:
    ordered = {
        "issued": Ordered(Decimal(2), of(1001, a=101), 0.01),
        "cheap": Ordered(Decimal(1), of(100, a=10), 0.01),
        "dear": Ordered(Decimal(1), of(5000, b=500), 0.01),
    }
    carried = carry_over(ordered, {"issued": (2, of(1000, a=100))})
    assert same(carried["issued"].amounts, ordered["issued"].amounts)
    assert carried["dear"].amounts.untaxed == Decimal("50.01")
    assert carried["dear"].amounts.tax == Decimal("5.00")
    assert carried["cheap"].amounts.untaxed == Decimal("1.00")
    assert carried["cheap"].amounts.tax == Decimal("0.11")
    assert carry_over(ordered, {"issued": (1, of(1000, a=100))}) == ordered


def test_price_that_changes_after_all_is_issued_is_not_carried() -> None:
    ordered = {
        "issued": Ordered(Decimal(2), of(1100), 0.01),
        "other": Ordered(Decimal(1), of(5000), 0.01),
    }
    assert carry_over(ordered, {"issued": (2, of(1000))}) == ordered


def test_nothing_is_carried_where_all_is_issued() -> None:
    ordered = {"issued": Ordered(Decimal(2), of(1001), 0.01)}
    assert carry_over(ordered, {"issued": (2, of(1000))}) == ordered
