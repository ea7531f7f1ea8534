"""Formulas over openings, against sums that are made row by row."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from time import process_time
from typing import Any

import pytest
from domain import formula
from domain.formula import Column, FormulaError, Measurements, Openings
from hypothesis import given, settings
from hypothesis import strategies as st

OPENINGS = Openings(
    ("Kitchen", "Loggia", "Hall"),
    {
        "W": Column((1.4, 2.5, None)),
        "H": Column((1.5, 1.2, 2)),
        "n": Column((2, 1, 1)),
        "type": Column(("window", "Balcony", None), True, ("window", "balcony")),
        "note": Column(("north  side", None, "North side"), True),
    },
)
MEASURED = Measurements({"P": 20, "waste": 1.1}, {"A": "sum(W*H*n)"}, OPENINGS)


def refusal(text: str, row: int | None = None) -> FormulaError:
    with pytest.raises(FormulaError) as refused:
        MEASURED.evaluate(text, row)
    return refused.value


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("sum(W*H*n)", "7.2"),
        ("СУММ(w*h*N)", "7.2"),
        ('sum(W*H*n, type="balcony")', "3"),
        ('sum(W*H*n; type="BALCONY")', "3"),
        ('sum(W*H*n, type<>"balcony")', "4.2"),
        ("sum(W*H, W>2, H<2)", "3"),
        ("sum(W*H*waste)", "5.61"),
        ("ceil(sum(W*H*n)*1.1/6)", "2"),
        ("count", "3"),
        ("Count", "3"),
        ("СЧЁТ()", "3"),
        ('count(type="balcony")', "1"),
        ('count(type="")', "1"),
        ("count(note=«NORTH SIDE»)", "2"),
        ('счет(type="window" and W>1)', "1"),
        ('count(and(type="window"; W>2))', "0"),
        ("count(not W)", "1"),
        ("max(W)", "2.5"),
        ("min(W)", "1.4"),
        ("МИН(W; H>1,3)", "1.4"),
        ('max(W; type="balcony")', "2.5"),
        ("max(W, H>100)", "0"),
        ("avg(W)", "1.95"),
        (
            "sum(1/W if W else 5)",
            f"{Decimal(1) / Decimal('1.4') + Decimal('5.4'):.14f}",
        ),
        ("sum(if(W; 1/W; 5); W<2)", f"{Decimal(1) / Decimal('1.4') + 5:.14f}"),
        ("sum(ceil(W)*n)", "7"),
        ("sum(round(W*H, 1))", "5.1"),
        ("count(W > avg(W))", "1"),
        ("sum(max(W, H)*n)", "7.5"),
        ("sum(W^2 + 1)", "11.21"),
        ("count(1 < W < 2)", "1"),
        ("A/count", "2.4"),
        ("sum(P)", "20"),
        ("sum(P, waste)", "21.1"),
    ],
)
def test_formula_sees_openings(text: str, result: str) -> None:
    assert MEASURED.evaluate(text) == Decimal(result)


@pytest.mark.parametrize(
    ("text", "row", "result"),
    [
        ("W*H*n", 0, "4.2"),
        ("max(W, H)", 1, "2.5"),
        ("W", 2, "0"),
        ('if(type="balcony"; 5; 7)', 1, "5"),
        ('5 if type = "balcony" else 7', 0, "7"),
        ("W*waste", 1, "2.75"),
        ("W/sum(W)", 1, f"{Decimal('2.5') / Decimal('3.9'):.15f}"),
    ],
)
def test_formula_of_one_opening_names_its_columns(
    text: str, row: int, result: str
) -> None:
    assert MEASURED.evaluate(text, row) == Decimal(result)


@pytest.mark.parametrize(
    ("text", "error", "facts"),
    [
        ("W*H", formula.ColumnAlone, {"name": "W"}),
        ("max(W, H)", formula.ColumnAlone, {"name": "W"}),
        ("sum(1/W, W)", formula.ColumnAlone, {"name": "W"}),
        ("sum(type)", formula.TextColumn, {"name": "type"}),
        ("sum(type*2)", formula.TextColumn, {"name": "type"}),
        ("count(type=1)", formula.TextColumn, {"name": "type"}),
        ('count(W="1")', formula.NumberCompared, {"name": "W", "text": "1"}),
        ('count(P="1")', formula.NumberCompared, {"name": "P", "text": "1"}),
        (
            'count(type="balkony")',
            formula.UnknownChoice,
            {"name": "type", "text": "balkony", "known": ("window", "balcony")},
        ),
        (
            "sum(X*W)",
            formula.UnknownName,
            {
                "name": "X",
                "known": ("A", "H", "P", "W", "n", "note", "type", "waste"),
            },
        ),
    ],
)
def test_column_in_a_wrong_place_is_told(
    text: str, error: type[FormulaError], facts: dict[str, Any]
) -> None:
    refused = refusal(text)
    assert (type(refused), vars(refused)) == (error, facts)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("sum(1/W)", formula.DivisionByZero),
        ("sum(2**(W-0.4))", formula.InvalidPower),
    ],
)
def test_opening_in_which_a_formula_fails_is_named(
    text: str, cause: type[FormulaError]
) -> None:
    refused = refusal(text)
    assert isinstance(refused, formula.InOpening)
    assert isinstance(refused.cause, cause)
    assert refused.label in OPENINGS.labels


def test_value_beyond_reason_is_told_with_its_opening() -> None:
    openings = Openings(("Hall",), {"W": Column((Decimal("1E+999999"),))})
    with pytest.raises(formula.InOpening) as refused:
        Measurements({}, {}, openings).evaluate("sum(W)")
    assert refused.value.label == "Hall"


def test_text_stands_only_in_comparisons() -> None:
    for text in ('"W"', 'W + "a"', 'max("a", "b")', 'W < "a"', '"a" = "b"'):
        with pytest.raises(formula.InvalidFormula):
            formula.names(text)


def test_formula_tells_what_it_depends_on() -> None:
    assert formula.uses("sum(w*h)", ["W"])
    assert not formula.uses("sum(w*h)", ["x"])
    assert formula.counts_openings("count")
    assert formula.counts_openings("2*СЧЁТ(W>1)")
    assert not formula.counts_openings("sum(W*H)")


NUMBERS = st.one_of(
    st.none(), st.integers(-20, 20), st.decimals(-10, 10, places=3, allow_nan=False)
)
CELLS = st.lists(st.tuples(NUMBERS, NUMBERS, st.sampled_from("ab")), max_size=12)
OPERANDS: dict[str, Callable[[Any, Any], Any]] = {
    "X*Y": lambda x, y: x * y,
    "X+Y*2": lambda x, y: x + y * 2,
    "X-0.5": lambda x, y: x - Fraction(1, 2),
    "X/4-Y": lambda x, y: x / 4 - y,
    "-X^2": lambda x, y: -(x**2),
    "abs(X)+3": lambda x, y: abs(x) + 3,
    "X if X>Y else Y": max,
    "7": lambda x, y: Fraction(7),
}
TESTS: dict[str, Callable[[Any, Any, str], bool]] = {
    "X>1": lambda x, y, kind: x > 1,
    't="A"': lambda x, y, kind: kind == "a",
    't<>"a"': lambda x, y, kind: kind != "a",
    "X<Y or Y=0": lambda x, y, kind: x < y or y == 0,
    "not(X<=Y<5)": lambda x, y, kind: not x <= y < 5,
}


@settings(max_examples=300)
@given(
    CELLS,
    st.sampled_from([*OPERANDS]),
    st.lists(st.sampled_from([*TESTS]), max_size=2),
)
def test_sums_are_those_of_rows(
    cells: list[tuple[Any, Any, str]], operand: str, tests: list[str]
) -> None:
    rows = [(Fraction(x or 0), Fraction(y or 0), kind) for x, y, kind in cells]
    kept = [row for row in rows if all(TESTS[test](*row) for test in tests)]
    columns: Any = [*zip(*cells, strict=True)] or [(), (), ()]
    openings = Openings(
        [str(number) for number in range(len(cells))],
        {
            "X": Column(columns[0]),
            "Y": Column(columns[1]),
            "t": Column(columns[2], True),
        },
    )
    arguments = "; ".join([operand, *tests])
    total = sum((OPERANDS[operand](x, y) for x, y, _kind in kept), Fraction(0))
    measured = Measurements({}, {}, openings)
    found = measured.evaluate(f"sum({arguments}) + 0")
    if operand != "7":
        assert abs(Fraction(found) - total) < Fraction(1, 10**9)
    assert measured.evaluate(f"count({'; '.join(tests)})") == len(kept)


def test_thousand_formulas_over_openings_are_quick() -> None:
    count = 300
    openings = Openings(
        [str(number) for number in range(count)],
        {
            "W": Column([1 + number / 1000 for number in range(count)]),
            "H": Column([2 + number / 1000 for number in range(count)]),
            "n": Column([1 + number % 3 for number in range(count)]),
            "type": Column(["ab"[number % 2] for number in range(count)], True),
        },
    )
    measured = Measurements({}, {}, openings)
    formulas = [f'sum(W*H*n*{number}, type="a")' for number in range(1000)]
    for text in formulas:
        formula.names(text)
    begin = process_time()
    for text in formulas:
        measured.evaluate(text)
    assert process_time() - begin < 1


@pytest.mark.parametrize(
    ("text", "row", "counted"),
    [
        ("sum(W*H*n)", None, {0, 1, 2}),
        ('sum(W*H*n; type="balcony")', None, {1}),
        ('sum(W*H; type="window") + 2 * max(W; W>2)', None, {0, 1}),
        ("sum(W*H; W>100)", None, set()),
        ("A * 1.1", None, {0, 1, 2}),
        ("count", None, {0, 1, 2}),
        ("W * H", 1, {1}),
        ("W * H * count", 1, {0, 1, 2}),
        ("max(P, 2)", None, set()),
        ("P * waste", None, set()),
        ("W * H", None, set()),
        ("sum(", None, set()),
    ],
)
def test_what_counts_for_a_result_is_known(
    text: str, row: int | None, counted: set[int]
) -> None:
    assert MEASURED.get_counted(text, row) == counted


@given(st.lists(st.sampled_from(["balcony", "window", None]), max_size=8))
def test_an_opening_that_does_not_count_changes_nothing(types: list[str]) -> None:
    text = 'sum(W; type="balcony")'

    def of(places: list[int]) -> Measurements:
        columns = {
            "W": Column([place + 1 for place in places]),
            "type": Column([types[place] for place in places], True),
        }
        return Measurements({}, {}, Openings([str(one) for one in places], columns))

    every = list(range(len(types)))
    counted = of(every).get_counted(text)
    assert of(every).evaluate(text) == of(sorted(counted)).evaluate(text)
    assert counted == {place for place in every if types[place] == "balcony"}
