"""What formulas compute with: exact numbers, bounded operations, and functions."""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from ..rounding import InvalidNumber, Number, to_decimal
from .errors import InvalidPower, TooLarge

MAX_POWER = 100
# A float keeps 15 digits of any decimal, and the host's fields hold floats.
RESULT_DIGITS = 15

Exact = int | Fraction

# Any float fits, and the product of dozens of usual numbers.
MAX_BITS = 4096
_MAX_DECIMAL_DIGITS = 400
_RESULT_LIMIT = 10**RESULT_DIGITS
_RESULT = Context(prec=RESULT_DIGITS, rounding=ROUND_HALF_UP)
_HALF = Fraction(1, 2)


# Typed, since a float and a decimal that are equal are written differently.
@lru_cache(maxsize=4096, typed=True)
def to_exact(value: Number | str) -> Exact:
    try:
        number = to_decimal(value)
    except InvalidNumber as error:
        raise TooLarge from error
    _sign, digits, exponent = number.as_tuple()
    if len(digits) + abs(int(exponent)) > _MAX_DECIMAL_DIGITS:
        raise TooLarge
    numerator, denominator = number.as_integer_ratio()
    return numerator if denominator == 1 else Fraction(numerator, denominator)


def to_result(exact: Exact) -> Decimal:
    if not -_RESULT_LIMIT < exact < _RESULT_LIMIT:
        raise TooLarge
    return to_decimal_result(exact)


def to_decimal_result(exact: Exact) -> Decimal:
    return _RESULT.divide(Decimal(exact.numerator), Decimal(exact.denominator))


def _bounded(operation: Callable[..., Any]) -> Callable[..., Exact]:
    def bounded(*operands: Exact) -> Exact:
        exact: Exact = operation(*operands)
        if max(map(int.bit_length, exact.as_integer_ratio())) > MAX_BITS:
            raise TooLarge
        return exact

    return bounded


def _power(base: Exact, exponent: Exact) -> Exact:
    times = int(exponent)
    if times != exponent or abs(times) > MAX_POWER:
        raise InvalidPower(to_decimal_result(exponent))
    return base**times if times >= 0 else Fraction(1, base**-times)


def _round(value: Exact, digits: int = 0) -> Exact:
    unit = Fraction(10) ** digits
    rounded = math.floor(abs(Fraction(value)) * unit + _HALF) / unit
    return rounded if value > 0 else -rounded


def _round_up(value: Exact, digits: int = 0) -> Exact:
    unit = Fraction(10) ** digits
    rounded = math.ceil(abs(Fraction(value)) * unit) / unit
    return rounded if value > 0 else -rounded


def _round_down(value: Exact, digits: int = 0) -> Exact:
    unit = Fraction(10) ** digits
    return math.trunc(Fraction(value) * unit) / unit


def _ceil(value: Exact, step: Exact = 1) -> Exact:
    return math.ceil(Fraction(value) / step) * step


def _floor(value: Exact, step: Exact = 1) -> Exact:
    return math.floor(Fraction(value) / step) * step


def _largest(*values: Exact) -> Exact:
    return max(values)


def _least(*values: Exact) -> Exact:
    return min(values)


def _total(*values: Exact) -> Exact:
    return sum(values)


def _average(*values: Exact) -> Exact:
    return Fraction(sum(values), len(values))


def _count(*values: Exact) -> Exact:
    return len(values)


def _if(test: Exact, yes: Exact, no: Exact = 0) -> Exact:
    return yes if test else no


def _and(*values: Exact) -> Exact:
    return int(all(values))


def _or(*values: Exact) -> Exact:
    return int(any(values))


class Function(NamedTuple):
    call: Callable[..., Exact]
    least: int
    most: int | None


# By the names that Python's parser takes; how people spell them is in spelling.py.
FUNCTIONS: Mapping[str, Function] = {
    "abs": Function(abs, 1, 1),
    "avg": Function(_average, 1, None),
    "ceil": Function(_ceil, 1, 2),
    "count": Function(_count, 0, None),
    "floor": Function(_floor, 1, 2),
    "max": Function(_largest, 1, None),
    "min": Function(_least, 1, None),
    "round": Function(_round, 1, 2),
    "rounddown": Function(_round_down, 1, 2),
    "roundup": Function(_round_up, 1, 2),
    "sum": Function(_total, 1, None),
    "if_": Function(_if, 2, 3),
    "and_": Function(_and, 1, None),
    "or_": Function(_or, 1, None),
    "not_": Function(operator.not_, 1, 1),
}
# What is computed over all openings, or over those that meet conditions.
AGGREGATES = frozenset({"avg", "count", "max", "min", "sum"})
# Their second argument is a number of digits, written out.
ROUNDING = frozenset({"round", "rounddown", "roundup"})

CALLS = {name: _bounded(function.call) for name, function in FUNCTIONS.items()}
OPERATORS: Mapping[type[ast.AST], Callable[..., Exact]] = {
    ast.Add: _bounded(operator.add),
    ast.Sub: _bounded(operator.sub),
    ast.Mult: _bounded(operator.mul),
    ast.Div: _bounded(Fraction),
    ast.FloorDiv: _bounded(operator.floordiv),
    ast.Mod: _bounded(operator.mod),
    ast.Pow: _bounded(_power),
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
