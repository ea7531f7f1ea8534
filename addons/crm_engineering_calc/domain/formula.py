"""Formulas of quantities over measurements, such as ceil(W * H / 6) * n.

A formula has numbers, names of measurements, + - * / // % and powers, comparisons,
and / or / not, `a if b else c`, and the functions in FUNCTIONS. A comparison counts as
1 or 0. A leading = and ^ for a power are taken as in a spreadsheet.

Arithmetic is exact: a float means the decimal that it is written as, so that
ceil(1.1 * 10) is 11, and a third of three is one. simpleeval evaluates what
`_check_node` lets through, and every number on the way is bounded.
"""

import ast
import keyword
import math
import operator
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

import simpleeval

from .pricing import InvalidNumber, Number, to_decimal

MAX_LENGTH = 500
MAX_NODES = 200
MAX_EXPONENT = 16
MAX_ROUND_DIGITS = 12
MAX_RESULT = 10**15

_MAX_BITS = 1024
_HALF = Fraction(1, 2)
_RESULT = Context(prec=28, rounding=ROUND_HALF_UP)


class FormulaError(Exception):
    """Root of what is wrong with a formula."""


@dataclass(eq=False)
class InvalidFormula(FormulaError):
    """The text is no formula; `position` counts its characters from 1, if known."""

    text: str
    position: int | None = None


@dataclass(eq=False)
class InvalidCode(FormulaError):
    """The code can't be the name of a measurement."""

    code: str


@dataclass(eq=False)
class NotAllowed(FormulaError):
    """The formula has something that formulas can't do."""

    what: str


@dataclass(eq=False)
class WrongSeparator(FormulaError):
    """A decimal comma, or a semicolon between arguments."""


@dataclass(eq=False)
class WrongArguments(FormulaError):
    """A function has too few or too many arguments."""

    function: str


@dataclass(eq=False)
class UnknownName(FormulaError):
    """No measurement has this code."""

    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class UnknownFunction(FormulaError):
    """There is no such function."""

    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class DivisionByZero(FormulaError):
    """The formula divides by zero with these values."""


@dataclass(eq=False)
class TooLarge(FormulaError):
    """The formula, or a number that it comes to, is too large."""


@dataclass(eq=False)
class Cycle(FormulaError):
    """Each of these is computed from the next, and the last from the first."""

    codes: tuple[str, ...]


@dataclass(eq=False)
class DependsOnError(FormulaError):
    """A measurement that the formula uses has no value because of `cause`."""

    name: str
    cause: FormulaError


def check_code(code: str) -> str:
    """Return the code of a measurement as formulas know it.

    :raises InvalidCode: it is no name, or a word that formulas use themselves
    """
    normal = unicodedata.normalize("NFKC", code)
    if not normal.isidentifier() or keyword.iskeyword(normal) or normal in FUNCTIONS:
        raise InvalidCode(code)
    return normal


def names(formula: str) -> frozenset[str]:
    """Return the codes of measurements that the formula uses.

    :raises FormulaError: it is no formula
    """
    return _parse(formula)[1]


def evaluate(formula: str, values: Mapping[str, Number]) -> Decimal:
    """Return what the formula comes to, with 28 significant digits, half-up.

    `values` are numbers by code; those that the formula does not use don't matter.

    :raises FormulaError: it is no formula, or has no result with these values
    """
    tree, used = _parse(formula)
    exact = {name: _exact(values[name]) for name in used if name in values}
    try:
        result = Fraction(_Evaluator(exact).eval(formula, tree))
    except simpleeval.NameNotDefined as error:
        raise UnknownName(error.name, tuple(sorted(values))) from error
    except ZeroDivisionError as error:
        raise DivisionByZero from error
    if abs(result) >= MAX_RESULT:
        raise TooLarge
    return _RESULT.divide(Decimal(result.numerator), Decimal(result.denominator))


def resolve(
    values: Mapping[str, Number], formulas: Mapping[str, str]
) -> dict[str, Decimal | FormulaError]:
    """Return what each formula comes to, by code; formulas may use each other.

    `values` are the numbers that are entered; a formula with the same code comes
    before. A formula without a result has its error instead.
    """
    known: dict[str, Number] = {
        code: value for code, value in values.items() if code not in formulas
    }
    pending = {code: _names_or_none(formulas[code]) for code in formulas}
    results: dict[str, Decimal | FormulaError] = {}
    while ready := [code for code, used in pending.items() if used.isdisjoint(pending)]:
        for code in ready:
            result = _evaluate_one(formulas[code], pending.pop(code), known, results)
            results[code] = result
            if isinstance(result, Decimal):
                known[code] = result
    return results | _find_cycles(pending)


def dependents(changed: Iterable[str], formulas: Mapping[str, str]) -> frozenset[str]:
    """Return the codes that change when `changed` do, these included."""
    users: dict[str, set[str]] = {}
    for code, formula in formulas.items():
        for name in _names_or_none(formula):
            users.setdefault(name, set()).add(code)
    found: set[str] = set()
    queue = list(changed)
    while queue:
        code = queue.pop()
        if code not in found:
            found.add(code)
            queue.extend(users.get(code, ()))
    return frozenset(found)


def _names_or_none(formula: str) -> frozenset[str]:
    try:
        return names(formula)
    except FormulaError:
        return frozenset()


def _evaluate_one(
    formula: str,
    used: frozenset[str],
    known: Mapping[str, Number],
    results: Mapping[str, Decimal | FormulaError],
) -> Decimal | FormulaError:
    for name in sorted(used):
        cause = results.get(name)
        if isinstance(cause, FormulaError):
            return DependsOnError(name, cause)
    try:
        return evaluate(formula, known)
    except FormulaError as error:
        return error


def _find_cycles(pending: Mapping[str, frozenset[str]]) -> dict[str, FormulaError]:
    """Return the errors of formulas that wait for each other for ever."""
    following = {
        code: min(name for name in used if name in pending)
        for code, used in pending.items()
    }
    errors: dict[str, FormulaError] = {}
    for start in following:
        path: list[str] = []
        code = start
        while code not in path and code not in errors:
            path.append(code)
            code = following[code]
        if code in path:
            cycle = path[path.index(code) :]
            for index, member in enumerate(cycle):
                errors[member] = Cycle((*cycle[index:], *cycle[:index]))
        for member in reversed(path):
            if member not in errors:
                name = following[member]
                errors[member] = DependsOnError(name, errors[name])
    return errors


@lru_cache(maxsize=4096)
def _parse(formula: str) -> tuple[ast.expr, frozenset[str]]:
    """Return the tree of a formula that may be evaluated, and the names in it."""
    if len(formula) > MAX_LENGTH:
        raise TooLarge
    text = formula.strip().removeprefix("=").replace("^", "**").strip()
    if ";" in text:
        raise WrongSeparator
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise InvalidFormula(formula, error.offset) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise InvalidFormula(formula) from error
    nodes = list(ast.walk(tree))
    if len(nodes) > MAX_NODES:
        raise TooLarge
    for node in nodes:
        _check_node(node)
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    used = [
        node.id
        for node in nodes
        if isinstance(node, ast.Name) and id(node) not in called
    ]
    for name in used:
        if name in FUNCTIONS:
            raise WrongArguments(name)
    return tree, frozenset(used)


def _check_node(node: ast.AST) -> None:
    match node:
        case ast.Tuple():
            raise WrongSeparator
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            if name not in FUNCTIONS:
                raise UnknownFunction(name, tuple(FUNCTIONS))
            least, most = _ARGUMENTS[name]
            if not least <= len(arguments) <= most:
                raise WrongArguments(name)
        case ast.Constant(value=value) if type(value) in (int, float):
            _exact(value)
        case ast.Call() | ast.Constant():
            raise NotAllowed(ast.unparse(node))
        case ast.expr_context() | ast.boolop():
            pass
        case ast.operator() | ast.unaryop() | ast.cmpop():
            if type(node) not in _OPERATORS:
                raise NotAllowed(type(node).__name__)
        case (
            ast.BinOp()
            | ast.UnaryOp()
            | ast.BoolOp()
            | ast.Compare()
            | ast.IfExp()
            | ast.Name()
        ):
            pass
        case _:
            raise NotAllowed(type(node).__name__)


@lru_cache(maxsize=4096)
def _exact(value: Number) -> Fraction:
    try:
        return _bounded(Fraction(to_decimal(value)))
    except InvalidNumber as error:
        raise TooLarge from error


def _bounded(value: Fraction | int) -> Fraction:
    number = Fraction(value)
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > _MAX_BITS:
        raise TooLarge
    return number


def _exactly(
    operation: Callable[[Fraction, Fraction], Fraction | int],
) -> Callable[[Fraction, Fraction], Fraction]:
    """Return an operation that knows fractions alone; a comparison is one or zero."""
    return lambda left, right: _bounded(operation(Fraction(left), Fraction(right)))


def _power(base: Fraction, exponent: Fraction) -> Fraction | int:
    if exponent.denominator != 1:
        raise NotAllowed("**")
    if abs(exponent) > MAX_EXPONENT:
        raise TooLarge
    return Fraction(base) ** int(exponent)


def _round_half_up(value: Fraction, digits: Fraction = Fraction(0)) -> Fraction:
    if Fraction(digits).denominator != 1 or abs(digits) > MAX_ROUND_DIGITS:
        raise WrongArguments("round")
    unit = Fraction(10) ** int(digits)
    rounded = math.floor(abs(value) * unit + _HALF) / unit
    return -rounded if value < 0 else rounded


_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: _exactly(operator.add),
    ast.Sub: _exactly(operator.sub),
    ast.Mult: _exactly(operator.mul),
    ast.Div: _exactly(operator.truediv),
    ast.FloorDiv: _exactly(operator.floordiv),
    ast.Mod: _exactly(operator.mod),
    ast.Pow: _exactly(_power),
    ast.USub: lambda value: -Fraction(value),
    ast.UAdd: Fraction,
    ast.Not: operator.not_,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": lambda value: abs(Fraction(value)),
    "ceil": lambda value: Fraction(math.ceil(value)),
    "floor": lambda value: Fraction(math.floor(value)),
    "max": max,
    "min": min,
    "round": _round_half_up,
}

_ARGUMENTS = {
    "abs": (1, 1),
    "ceil": (1, 1),
    "floor": (1, 1),
    "max": (2, MAX_NODES),
    "min": (2, MAX_NODES),
    "round": (1, 2),
}


class _Evaluator(simpleeval.SimpleEval):  # type: ignore[misc]
    """simpleeval with exact numbers, and none of its own operators and functions."""

    def __init__(self, values: Mapping[str, Fraction]) -> None:
        super().__init__(operators=_OPERATORS, functions=FUNCTIONS, names=values)

    @staticmethod
    def _eval_constant(node: ast.Constant) -> Fraction:
        assert isinstance(node.value, int | float)
        return _exact(node.value)

    _eval_num = _eval_constant
