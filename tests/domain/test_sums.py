"""Totals of a sheet are checked against the lines that they seem to sum up."""

from decimal import Decimal

import pytest
from domain.sums import (
    SheetDiscount,
    SheetHead,
    SheetLine,
    SheetTotal,
    check_totals,
    get_differing_lines,
    get_discounts,
    get_sum,
)
from hypothesis import given
from hypothesis import strategies as st

MONEY = st.decimals(Decimal("0.01"), Decimal(1_000_000), places=2)


def line(row: int, amount: str, theirs: str | None = None) -> SheetLine:
    return SheetLine(row, Decimal(amount), None if theirs is None else Decimal(theirs))


def total(row: int, amount: str, text: str = "Итого", **facts: bool) -> SheetTotal:
    return SheetTotal(row, text, Decimal(amount), **facts)


def test_totals_of_sections_of_all_and_with_tax_agree() -> None:
    items = [
        SheetHead(1),
        line(2, "100"),
        line(3, "50"),
        total(4, "150"),
        SheetHead(5),
        line(6, "30"),
        total(7, "30"),
        total(8, "180"),
        total(9, "36", "НДС 20%", is_tax=True),
        total(10, "216"),
        total(11, "36", "в т.ч. НДС", is_included=True),
    ]
    checked = check_totals(items)
    assert [one.row for one in checked] == [4, 7, 8, 10]
    assert all(one.agrees for one in checked)
    assert get_sum(items) == Decimal(180)


@pytest.mark.parametrize(("amount", "percent"), [("5", "5"), (None, "5"), ("5", None)])
def test_totals_below_a_discount_agree(amount: str | None, percent: str | None) -> None:
    items = [
        line(1, "100"),
        total(2, "100"),
        SheetDiscount(
            3,
            "Скидка",
            None if amount is None else Decimal(amount),
            None if percent is None else Decimal(percent),
        ),
        total(4, "95"),
        total(5, "19", "НДС 20%", is_tax=True),
        total(6, "114", "К оплате"),
    ]
    checked = check_totals(items)
    assert [(one.row, one.ours, one.discount, one.agrees) for one in checked] == [
        (2, 100, 0, True),
        (4, 100, 5, True),
        (6, 119, 5, True),
    ]
    [taken] = get_discounts(items)
    assert taken.amount == 5
    assert taken.percent == (percent and Decimal(percent))
    assert get_sum(items) == 100


def test_discount_of_a_section_is_no_percentage_of_all() -> None:
    items = [
        line(1, "100"),
        SheetHead(2),
        line(3, "50"),
        SheetDiscount(4, "Скидка 10 %", Decimal(5), Decimal(10)),
        total(5, "45"),
        total(6, "145"),
    ]
    [taken] = get_discounts(items)
    assert (taken.amount, taken.percent) == (5, None)
    assert [(one.ours, one.discount) for one in check_totals(items)] == [
        (50, 5),
        (150, 5),
    ]


def test_wrong_total_below_a_discount_differs() -> None:
    items = [line(1, "100"), SheetDiscount(2, "Скидка", Decimal(5)), total(3, "90")]
    [checked] = check_totals(items)
    assert not checked.agrees
    assert (checked.ours, checked.discount) == (100, 5)


def test_total_that_is_none_of_the_sums_differs() -> None:
    [checked] = check_totals([line(1, "100"), total(2, "120")])
    assert not checked.agrees
    assert (checked.theirs, checked.ours) == (Decimal(120), Decimal(100))


def test_total_without_a_number_says_nothing() -> None:
    assert check_totals([line(1, "100"), SheetTotal(2, "Итого", None)]) == []


@given(st.lists(st.lists(MONEY, min_size=1, max_size=6), min_size=1, max_size=5))
def test_right_totals_agree(sections: list[list[Decimal]]) -> None:
    items: list[SheetHead | SheetLine | SheetTotal] = []
    for amounts in sections:
        items.append(SheetHead(len(items)))
        items += [SheetLine(len(items), amount) for amount in amounts]
        items.append(SheetTotal(len(items), "Итого", sum(amounts, start=Decimal(0))))
    everything = sum((one for some in sections for one in some), start=Decimal(0))
    items.append(SheetTotal(len(items), "Всего", everything))
    assert all(one.agrees for one in check_totals(items))
    assert get_sum(items) == everything


@given(st.lists(MONEY, min_size=1, max_size=20), MONEY)
def test_wrong_total_differs(amounts: list[Decimal], more: Decimal) -> None:
    lines = [SheetLine(row, amount) for row, amount in enumerate(amounts)]
    wrong = get_sum(lines) + more + 1
    [checked] = check_totals([*lines, SheetTotal(99, "Итого", wrong)])
    assert not checked.agrees


@pytest.mark.parametrize(
    ("theirs", "differs"), [("10", []), ("10.01", []), ("10.02", [1]), (None, [])]
)
def test_amount_that_is_no_product_is_told(
    theirs: str | None, differs: list[int]
) -> None:
    assert get_differing_lines([line(1, "10", theirs)]) == differs


def test_total_with_a_tax_that_it_says_to_include_agrees() -> None:
    items = [
        line(1, "100"),
        total(2, "100"),
        total(3, "20", "В том числе НДС", is_included=True),
        total(4, "120", "Всего к оплате"),
    ]
    assert [one.agrees for one in check_totals(items)] == [True, True]
    items[2] = total(3, "20", "В том числе материалы", is_included=True)
    assert [one.agrees for one in check_totals(items)] == [True, False]
