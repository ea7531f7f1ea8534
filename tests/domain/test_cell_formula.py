"""Formulas without a saved result are reckoned as spreadsheets do, or not at all."""

from decimal import Decimal

import pytest
from domain.cell_formula import Place, Unknown, reckon
from hypothesis import given
from hypothesis import strategies as st

CELLS = {
    (None, "A", 1): Decimal(2),
    (None, "A", 2): Decimal(3),
    (None, "B", 1): Decimal(5),
    ("Замеры", "B", 1): Decimal("1.4"),
    ("Замеры", "B", 2): Decimal("1.5"),
    ("My sheet's", "C", 3): Decimal(7),
}


def lookup(place: Place) -> Decimal:
    return CELLS.get(tuple(place), Decimal(0))


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=1+2*3", "7"),
        ("=(1+2)*3", "9"),
        ("=-A1^2", "4"),
        ("=A1*$A$2-B1/2", "3.5"),
        ("=Замеры!B1*Замеры!B2", "2.1"),
        ("=(Замеры!B1+2*Замеры!B2)*A1", "8.8"),
        ("='My sheet''s'!C3+1", "8"),
        ("=SUM(A1:B2)", "10"),
        ("=SUM(A1:A2;B1)", "10"),
        ("=ROUNDUP(Замеры!B1*A1,0)", "3"),
        ("=ROUND(2.345, 2)", "2.35"),
        ("=ROUND(1234,-2)", "1200"),
        ("=ROUNDDOWN(9.99,0)", "9"),
        ("=MAX(A1,A2,B1)*10%", "0.5"),
        ("=PRODUCT(A1:A2)", "6"),
        ("=a1+b1", "7"),
    ],
)
def test_formula_is_reckoned(formula: str, result: str) -> None:
    assert reckon(formula, lookup) == Decimal(result)


@pytest.mark.parametrize(
    "formula",
    [
        "=",
        "=A1+",
        "=IF(A1>1,2,3)",
        '="text"',
        "=VLOOKUP(A1,B1:C9,2)",
        "=A1:B2",
        "=1/0",
        "=9^99999",
        "=9^9^9^9",
        "=ROUND(1,99)",
        "=SUM(A1:XFD99999)",
        "=(((((1)",
        "=[1]Sheet!A1",
        "=" + "(" * 500 + "1" + ")" * 500,
        "=A1 B1",
    ],
)
def test_what_is_more_is_unknown(formula: str) -> None:
    with pytest.raises(Unknown):
        reckon(formula, lookup)


@given(st.lists(st.integers(1, 999), min_size=1, max_size=8))
def test_sums_and_products_are_those_of_numbers(numbers: list[int]) -> None:
    assert reckon("=" + "+".join(map(str, numbers)), lookup) == sum(numbers)
    assert reckon(f"=SUM({','.join(map(str, numbers))})", lookup) == sum(numbers)


@given(st.text("0123456789+-*/^%(),;:AB$!' SUM", max_size=40))
def test_any_text_has_a_number_or_is_unknown(text: str) -> None:
    try:
        assert isinstance(reckon(f"={text}", lookup), Decimal)
    except Unknown:
        pass
