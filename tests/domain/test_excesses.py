"""What of a proposal goes further: prices, totals, content, by margin or not."""

from dataclasses import replace
from typing import Any

from domain.excesses import Excess, ExcessKind, SoldLine, find_excesses
from domain.limits import FREE, Limit, discounted
from hypothesis import given
from hypothesis import strategies as st

PRICES = st.integers(0, 10**9).map(lambda cents: cents / 100)
TEN = Limit(10, 10)
USUAL = SoldLine(
    "Survey",
    calculated_price=100.0,
    calculated_quantity=2.0,
    agreed_price=100.0,
    unit_cost=50.0,
    quantity=2.0,
    price=100.0,
)


def line(**values: Any) -> SoldLine:
    return replace(USUAL, **values)


def excesses(
    *lines: SoldLine, limit: Limit = TEN, discount: float = 0.0
) -> list[Excess]:
    return find_excesses(limit, lines, discount, 2, 0.01)


def test_what_is_sold_as_calculated_exceeds_nothing() -> None:
    assert not excesses(line(), limit=Limit())


def test_price_beyond_the_limit_is_named_with_the_engineers() -> None:
    assert excesses(line(price=90.0)) == []
    assert excesses(line(price=discounted(100.0, 10))) == []
    assert excesses(line(price=1.0)) == [Excess(ExcessKind.PRICE, "Survey", 100.0, 1.0)]
    assert excesses(line(price=111.0))[0].kind == ExcessKind.PRICE


def test_price_that_was_agreed_in_the_deal_is_none() -> None:
    assert not excesses(line(price=50.0, agreed_price=50.0))
    assert excesses(line(price=49.0, agreed_price=50.0))


def test_content_is_the_engineers() -> None:
    found = excesses(
        line(quantity=3.0),
        line(name="Repair", quantity=None),
        SoldLine("Gift", quantity=1.0, price=5.0),
    )
    assert [(one.kind, one.name) for one in found] == [
        (ExcessKind.QUANTITY, "Survey"),
        (ExcessKind.REMOVED, "Repair"),
        (ExcessKind.ADDED, "Gift"),
    ]
    assert (found[0].calculated, found[0].sold) == (2.0, 3.0)


def test_discount_line_is_within_the_limit_of_the_whole() -> None:
    assert excesses(line(), discount=-20.0) == []
    assert excesses(line(), discount=-20.02) == [
        Excess(ExcessKind.TOTAL, calculated=200.0, sold=179.98)
    ]
    assert excesses(line(price=95.0), discount=-10.0) == []
    assert excesses(line(price=95.0), discount=-11.0)


def test_totals_are_compared_before_taxes_that_prices_include() -> None:
    taxed = line(price=120.0, calculated_price=120.0, agreed_price=120.0, untaxed=200.0)
    assert excesses(taxed, discount=-20.0) == []
    assert excesses(taxed, discount=-21.0) == [
        Excess(ExcessKind.TOTAL, calculated=200.0, sold=179.0)
    ]
    floor = Limit(margin_floor=20)
    assert not excesses(taxed, limit=floor, discount=-75.0)
    assert excesses(taxed, limit=floor, discount=-76.0)
    given_away = replace(taxed, price=0.0, untaxed=0.0)
    assert excesses(given_away)[0].kind == ExcessKind.PRICE


def test_margin_allows_prices_and_no_other_content() -> None:
    floor = Limit(margin_floor=20)
    assert not excesses(line(price=63.0), limit=floor)
    assert excesses(line(price=62.0), limit=floor)
    assert not excesses(line(), limit=floor, discount=-74.0)
    assert excesses(line(), limit=floor, discount=-76.0)
    [found] = excesses(line(price=80.0, quantity=1.0), limit=floor)
    assert found.kind == ExcessKind.QUANTITY


def test_taxes_that_were_chosen_are_named_whatever_the_margin() -> None:
    floor = Limit(margin_floor=20)
    [found] = excesses(line(price=80.0, taxes="20% → –"), limit=floor)
    assert (found.kind, found.name) == (ExcessKind.TAXES, "Survey: 20% → –")


@given(PRICES, PRICES)
def test_who_is_free_exceeds_nothing(price: float, quantity: float) -> None:
    sold = line(price=price, quantity=quantity)
    assert not excesses(sold, line(quantity=None), limit=FREE, discount=-price)
