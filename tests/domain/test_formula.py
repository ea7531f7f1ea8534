"""Formulas against an evaluator of their own, and against whoever means them harm."""

from decimal import Decimal
from typing import Any

import pytest
from domain import formula
from domain.formula import FormulaError

VALUES = {"W": 2.5, "H": 1.2, "n": 3, "P": 20, "Ш": 2, "В": Decimal("0.1")}


def refusal(text: str, values: dict[str, Any] = VALUES) -> FormulaError:
    with pytest.raises(FormulaError) as refused:
        formula.evaluate(text, values)
    return refused.value


def facts(error: object) -> tuple[type, dict[str, Any]]:
    return type(error), vars(error)


# === RESULTS ===


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("W*H*n", "9"),
        ("ceil(P/6)", "4"),
        ("ceil(W*H/6)*n", "3"),
        ("Ш*В", "0.2"),
        ("=W*n", "7.5"),
        (" = W\n\t*\u00a0n ", "7.5"),
        ("W^2 + n**2", "15.25"),
        ("-W^2", "-6.25"),
        ("P//6 + P%6", "5"),
        ("2**-2", "0.25"),
        ("max(W, H, n) - min(W, H)", "1.8"),
        ("abs(H - W)", "1.3"),
        ("round(2.5) + round(-2.5) + round(0.5)", "1"),
        ("round(2.675, 2)", "2.68"),
        ("round(155, -1)", "160"),
        ("round(P/6, 2)", "3.33"),
        ("P if W > H else 0", "20"),
        ("1 < n < 3", "0"),
        ("(W > H) + (W > 1) + (W == 2.5)", "3"),
        ("-(W > H)", "-1"),
        ("(W > H) / (n > 1)", "1"),
        ("max(W > H, 0)", "1"),
        ("not n", "0"),
        ("W and n", "1"),
        ("0 or n", "1"),
        ("n == 0 or 1/n < 1", "1"),
        ("n != 0 and 0/n", "0"),
        ("0 if n else 1/0", "0"),
    ],
)
def test_formula_gives_its_result(text: str, result: str) -> None:
    assert formula.evaluate(text, VALUES) == Decimal(result)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("ceil(1.1*10)", "11"),
        ("floor(1/3*3)", "1"),
        ("0.1 + 0.2 == 0.3", "1"),
        ("ceil(B*10)", "11"),
        ("1.00000000000000000001 > 1", "1"),
        ("9007199254740993.0 - 9007199254740992", "1"),
    ],
)
def test_arithmetic_is_exact(text: str, result: str) -> None:
    assert formula.evaluate(text, {"B": 1.1}) == Decimal(result)
