"""Invoices deduct no more of prepayments than they come to, and all in the end."""

from decimal import Decimal

from domain.acceptance import Amounts, TaxAmount
from domain.prepayment import Prepayment, get_deductions
from hypothesis import given
from hypothesis import strategies as st

KOPECK = Decimal("0.01")
TAXES = (frozenset(), frozenset({1}), frozenset({1, 2}))


def of(taxes: frozenset[int], untaxed: int, tax: int = 0) -> Amounts:
    base = untaxed * KOPECK
    return Amounts(base, {id_: TaxAmount(base, tax * KOPECK) for id_ in taxes})


@st.composite
def amounts(draw: st.DrawFn, taxes: frozenset[int]) -> Amounts:
    untaxed = draw(st.integers(0, 10**6))
    return of(taxes, untaxed, untaxed // draw(st.integers(3, 20)))


BILLS = st.lists(
    st.sampled_from(TAXES).flatmap(
        lambda taxes: amounts(taxes).map(lambda billed: {taxes: billed})
    ),
    min_size=1,
    max_size=6,
)
PREPAID = st.lists(
    st.sampled_from((*TAXES, frozenset({3}))).flatmap(
        lambda taxes: amounts(taxes).map(lambda rest: Prepayment(taxes, rest))
    ),
    max_size=4,
)


@given(BILLS, PREPAID)
def test_all_is_deducted_and_only_the_last_bill_may_come_to_less_than_nothing(
    bills: list[dict[frozenset[int], Amounts]], prepaid: list[Prepayment]
) -> None:
    ordered, left = frozenset(TAXES), prepaid
    for index, billed in enumerate(bills):
        is_last = index == len(bills) - 1
        deductions = get_deductions(left, billed, ordered, KOPECK, is_last)
        total = sum((billed[taxes].total for taxes in billed), Decimal())
        total -= sum((deducted.total for deducted in deductions), Decimal())
        assert is_last or total >= 0
        left = [
            Prepayment(prepayment.taxes, prepayment.rest - deducted)
            for prepayment, deducted in zip(left, deductions, strict=True)
        ]
        assert all(is_last or prepayment.rest.total >= 0 for prepayment in left)
    assert not any(prepayment.rest.total for prepayment in left)
    assert not any(prepayment.rest.untaxed for prepayment in left)


def test_services_of_a_tax_take_the_prepayment_of_it() -> None:
    plain, taxed = TAXES[:2]
    billed = {plain: of(plain, 500), taxed: of(taxed, 100, 20)}
    prepaid = [Prepayment(taxed, of(taxed, 300, 60)), Prepayment(plain, of(plain, 70))]
    assert get_deductions(prepaid, billed, frozenset(TAXES), KOPECK, False) == [
        of(taxed, 100, 20),
        of(plain, 70),
    ]


def test_prepayment_with_taxes_of_its_own_takes_what_is_left() -> None:
    own, plain = frozenset({3}), TAXES[0]
    prepaid = [Prepayment(plain, of(plain, 20)), Prepayment(own, of(own, 100, 20))]
    billed = {plain: of(plain, 80)}
    assert get_deductions(prepaid, billed, frozenset(TAXES), KOPECK, False) == [
        of(plain, 20),
        of(own, 50, 10),
    ]


def test_nothing_is_deducted_of_what_is_credited() -> None:
    plain = TAXES[0]
    prepaid = [Prepayment(plain, of(plain, 20))]
    billed = {plain: of(plain, -80)}
    assert get_deductions(prepaid, billed, frozenset(TAXES), KOPECK, False) == [
        Amounts()
    ]


def test_prepayment_that_was_credited_after_it_was_deducted_is_billed_back() -> None:
    plain = TAXES[0]
    prepaid = [Prepayment(plain, of(plain, -20))]
    deducted = get_deductions(prepaid, {}, frozenset(TAXES), KOPECK, False)
    assert deducted == [of(plain, -20)]
