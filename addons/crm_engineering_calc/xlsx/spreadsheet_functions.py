"""Operations and functions of formulas, as spreadsheets have them."""

import ast
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from . import numbers

# Decimals that what comes before a step to whole numbers is right to.
_DIGITS = 9

_ARITHMETIC: Mapping[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "^",
}


class Untranslatable(Exception):
    """A spreadsheet has no formula that computes the same."""


def constant(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, Fraction):
        raise Untranslatable
    digits = numbers.to_text(Decimal(value.numerator) / Decimal(value.denominator))
    if Fraction(digits) == value:
        return digits
    return f"({value.numerator}/{value.denominator})"


def unary(op: ast.unaryop, operand: str) -> str:
    match op:
        case ast.USub():
            return f"(-{operand})"
        case ast.Not():
            return f"(({operand}=0)*1)"
    return operand


def binary(op: ast.operator, left: str, right: str) -> str:
    match op:
        case ast.FloorDiv():
            return f"INT(ROUND({left}/{right},{_DIGITS}))"
        case ast.Mod():
            return f"({left}-{right}*INT(ROUND({left}/{right},{_DIGITS})))"
    return f"({left}{_ARITHMETIC[type(op)]}{right})"


def decide(parts: list[str], op: ast.boolop) -> str:
    truths = [f"({part}<>0)" for part in parts]
    if isinstance(op, ast.And):
        return f"({'*'.join(truths)}*1)"
    return f"((({'+'.join(truths)})>0)*1)"


def call(name: str, parts: list[str], over_rows: bool) -> str:
    match name, parts:
        case (("ceil" | "floor"), [value, *step]):
            size = step[0] if step else "1"
            steps = f"ROUND({value}/{size},{_DIGITS})"
            whole = f"-INT(-{steps})" if name == "ceil" else f"INT({steps})"
            return f"(({whole})*{size})"
        case "round", _:
            return f"ROUND({parts[0]},{parts[1] if len(parts) > 1 else 0})"
        case (("roundup" | "rounddown"), _):
            digits = parts[1] if len(parts) > 1 else "0"
            return f"{name.upper()}(ROUND({parts[0]},{_DIGITS}),{digits})"
        case "abs", [value]:
            return f"ABS({value})"
        case "not_", [value]:
            return f"(({value}=0)*1)"
        case "and_", _:
            return decide(parts, ast.And())
        case "or_", _:
            return decide(parts, ast.Or())
        case (("max" | "min" | "sum" | "avg"), _) if not over_rows:
            names = {"avg": "AVERAGE"}
            return f"{names.get(name, name.upper())}({','.join(parts)})"
        case (("max" | "min"), [one, other]):
            sign = ">" if name == "max" else "<"
            return f"(({one}{sign}{other})*{one}+(1-({one}{sign}{other}))*{other})"
    raise Untranslatable
