"""Quantity formulas over measurements: "W*H*n", "ceil(P/6)".

A formula has decimal numbers, names, + - * / // % **, comparisons, `and`, `or`, `not`,
`a if c else b` and FUNCTIONS, and nothing else. The notation is Python's, but for a
leading = and ^ for a power, which spreadsheets have taught. What is true counts as 1,
what is false as 0.

Arithmetic is exact, of the decimals that numbers are written as, and only results are
rounded: ceil(1.1*10) is 11, and floor(1/3*3) is 1.
"""

import ast
import keyword
import math
import operator
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType
from typing import Any, NamedTuple

from simpleeval import SimpleEval

from .pricing import InvalidNumber, Number, to_decimal

# The length bounds the number of operations too: each takes a character.
MAX_LENGTH = 1000
MAX_DEPTH = 100
MAX_POWER = 100
# A float keeps 15 digits of any decimal, and the host's fields hold floats.
RESULT_DIGITS = 15

_Exact = int | Fraction

# Any float fits, and the product of dozens of usual numbers.
_MAX_BITS = 4096
_MAX_DECIMAL_DIGITS = 400
_RESULT_LIMIT = 10**RESULT_DIGITS
_RESULT = Context(prec=RESULT_DIGITS, rounding=ROUND_HALF_UP)
_HALF = Fraction(1, 2)

# Beyond ASCII it's for Python's parser to say what may be in a name. A number is looked
# up before it's taken, so that 1.5x is never read as 1 and .5x.
_TOKEN = re.compile(
    r"""[ ]+
    | (?=(?P<number>
          (?: (?:0|[1-9][0-9]*) (?:\.[0-9]*)? | \.[0-9]+ ) (?:[eE][+-]?[0-9]+)?
      )) (?P=number) (?!\w)
    | [A-Za-z_\x80-\ud7ff\ue000-\U0010ffff] [0-9A-Za-z_\x80-\ud7ff\ue000-\U0010ffff]*
    | \*\*? | //? | [<>=!]= | [-+%^<>(),]
    """,
    re.VERBOSE,
)
_PIECE = re.compile(r"[\w.]+|.?")
_LEAD = re.compile(r" *=? *")
_DECIMAL_COMMA = re.compile(r"(?<![\w.])[0-9]+,[0-9]+(?![\w.])")


class FormulaError(Exception):
    """Root of what formulas refuse."""


@dataclass(eq=False)
class InvalidCode(FormulaError):
    """No formula could name this: it is no identifier, or a word of formulas."""

    code: str


@dataclass(eq=False)
class InvalidFormula(FormulaError):
    """The formula makes no sense at `position`, counted from 0; perhaps its end."""

    formula: str
    position: int


@dataclass(eq=False)
class NotAllowed(InvalidFormula):
    """`what` has no place in any formula."""

    what: str


@dataclass(eq=False)
class WrongSeparator(InvalidFormula):
    """Decimals take a point, arguments commas: `what` is such as "1,5" or ";"."""

    what: str


@dataclass(eq=False)
class TooComplex(InvalidFormula):
    """Over MAX_LENGTH characters, or MAX_DEPTH operations inside of each other."""


@dataclass(eq=False)
class UnknownFunction(InvalidFormula):
    """`name` is called, and is none of the `known` functions."""

    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class WrongArguments(InvalidFormula):
    """`function` takes `least` to `most` arguments; None is any number."""

    function: str
    least: int
    most: int | None


@dataclass(eq=False)
class UnknownName(FormulaError):
    """The formula uses a measurement that is none of the `known` ones."""

    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class DivisionByZero(FormulaError):
    """With these values, something is divided by zero."""


@dataclass(eq=False)
class InvalidPower(FormulaError):
    """The exponent is no whole number from -MAX_POWER to MAX_POWER."""

    exponent: Decimal


@dataclass(eq=False)
class TooLarge(FormulaError):
    """A value or a step is beyond reason, or the result has over RESULT_DIGITS."""


@dataclass(eq=False)
class Cycle(FormulaError):
    """Each of `codes` is computed from the next one, the last from the first."""

    codes: tuple[str, ...]


@dataclass(eq=False)
class DependsOnError(FormulaError):
    """The formula depends on `name`, whose own formula is refused for `cause`."""

    name: str
    cause: FormulaError


def check_code(code: str) -> str:
    """Return `code` as formulas know it: an identifier in Unicode's form NFKC.

    :raises InvalidCode: it is no identifier, or a word that formulas have themselves
    """
    normal = unicodedata.normalize("NFKC", code)
    if not normal.isidentifier() or keyword.iskeyword(normal) or normal in FUNCTIONS:
        raise InvalidCode(code)
    return normal


def names(formula: str) -> frozenset[str]:
    """Return the codes of the measurements that the formula uses.

    :raises InvalidFormula: it is no formula, whatever the values
    """
    return frozenset(_parse(formula).names)


def used(formula: str) -> tuple[str, ...]:
    """Return the codes that the formula uses, in its order; of no formula, none."""
    try:
        return _parse(formula).names
    except InvalidFormula:
        return ()


def evaluate(formula: str, values: Mapping[str, Number]) -> Decimal:
    """Return the formula's result with these values: see `Measurements.evaluate`."""
    return Measurements(values).evaluate(formula)


def resolve(
    values: Mapping[str, Number], formulas: Mapping[str, str]
) -> dict[str, Decimal | FormulaError]:
    """Return what each formula gives, or the refusal: see `Measurements.results`."""
    return Measurements(values, formulas).results


def dependents(changed: Iterable[str], formulas: Mapping[str, str]) -> frozenset[str]:
    """Return `changed`, and the codes whose formulas depend on them at any distance."""
    users = defaultdict(set)
    for code, formula in formulas.items():
        for name in used(formula):
            users[name].add(code)
    found = set(changed)
    pending = list(found)
    while pending:
        fresh = users[pending.pop()] - found
        found |= fresh
        pending += fresh
    return frozenset(found)


class Measurements:
    """Measured `values` by code, and those that `formulas` compute from others.

    `results` has for each formula the number, as `evaluate` returns it, or the refusal.
    Each is computed once, after the ones that it uses, and from their exact numbers.
    A formula on a cycle is refused with `Cycle`, one that uses a refused formula with
    `DependsOnError`. Where a code has a value too, its formula counts.
    """

    results: dict[str, Decimal | FormulaError]

    def __init__(
        self,
        values: Mapping[str, Number],
        formulas: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.results = {}
        self._values = values
        self._formulas = formulas
        self._exact: dict[str, _Exact] = {}
        self._evaluator = _Evaluator(self._exact)
        if formulas:
            self._resolve()

    def evaluate(self, formula: str) -> Decimal:
        """Return the formula's result, half-up to RESULT_DIGITS significant digits.

        :raises InvalidFormula: it is no formula, whatever the values
        :raises UnknownName: it uses what has neither a value nor a formula
        :raises DependsOnError: it depends on a formula that is refused
        :raises DivisionByZero, InvalidPower, TooLarge: with these values it has none
        """
        return _result(self._compute(formula))

    def _resolve(self) -> None:
        uses = {
            code: [name for name in used(formula) if name in self._formulas]
            for code, formula in self._formulas.items()
        }
        for code in _in_order(uses):
            try:
                exact = self._compute(self._formulas[code])
                self.results[code] = _result(exact)
            except FormulaError as error:
                self.results[code] = error.with_traceback(None)
            else:
                self._exact[code] = exact
        self.results |= _refusals(
            {code: used for code, used in uses.items() if code not in self.results}
        )

    def _compute(self, formula: str) -> _Exact:
        parsed = _parse(formula)
        for name in parsed.names:
            if name not in self._exact:
                self._exact[name] = self._measured(name)
        try:
            exact: _Exact = self._evaluator.eval(formula, parsed.tree)
        except ZeroDivisionError as error:
            raise DivisionByZero from error
        return exact

    def _measured(self, name: str) -> _Exact:
        refused = self.results.get(name)
        if isinstance(refused, FormulaError):
            raise _dependence(name, refused)
        if name not in self._values:
            raise UnknownName(name, tuple(sorted({*self._values, *self._formulas})))
        return _exact(self._values[name])


def _in_order(uses: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield each code after those that it uses, but none that a cycle holds up."""
    sorter = TopologicalSorter(uses)
    with suppress(CycleError):
        sorter.prepare()
    while ready := sorter.get_ready():
        yield from ready
        sorter.done(*ready)


def _refusals(uses: Mapping[str, list[str]]) -> dict[str, FormulaError]:
    """Return why codes that have no place in the order are refused."""
    following = {
        code: next(name for name in used if name in uses) for code, used in uses.items()
    }
    errors: dict[str, FormulaError] = {}
    for code in uses:
        path: dict[str, None] = {}
        while code not in path and code not in errors:
            path[code] = None
            code = following[code]
        walked = tuple(path)
        cycle = walked[walked.index(code) :] if code in path else ()
        errors |= dict.fromkeys(cycle, Cycle(cycle))
        for member in reversed(walked[: len(walked) - len(cycle)]):
            name = following[member]
            errors[member] = _dependence(name, errors[name])
    return errors


def _dependence(name: str, error: FormulaError) -> DependsOnError:
    """Return how one is refused that uses `name`, itself refused with `error`."""
    if isinstance(error, DependsOnError):
        return DependsOnError(error.name, error.cause)
    return DependsOnError(name, error)


class _Formula(NamedTuple):
    tree: ast.expr
    names: tuple[str, ...]


@lru_cache(maxsize=2048)
def _parse(formula: str) -> _Formula:
    """Return the formula's checked tree, whose numbers are exact, and its names.

    :raises InvalidFormula: it is no formula
    """
    return _Parser(formula).parse()


class _Parser:
    """Reads one formula; what it refuses has a position in the text as written."""

    def __init__(self, formula: str) -> None:
        self._formula = formula
        # One line without indent and tail, which Python's parser would trip over.
        text = re.sub(r"\s", " ", formula).rstrip()
        self._start = len(text) - len(_LEAD.sub("", text, count=1))
        self._text = text[self._start :]
        self._source = self._text.replace("^", "**")

    def parse(self) -> _Formula:
        if len(self._formula) > MAX_LENGTH:
            raise TooComplex(self._formula, MAX_LENGTH)
        self._check_tokens()
        tree = self._parsed()
        return _Formula(tree, tuple(dict.fromkeys(self._checked(tree))))

    def _check_tokens(self) -> None:
        position = 0
        while position < len(self._text):
            token = _TOKEN.match(self._text, position)
            if not token:
                raise self._unknown_token(position)
            position = token.end()

    def _unknown_token(self, position: int) -> InvalidFormula:
        for decimal in _DECIMAL_COMMA.finditer(self._text):
            if decimal.start() < position < decimal.end():  # at the 05 of 1,05
                return self._refusal(WrongSeparator, decimal.start(), decimal[0])
        piece = _PIECE.match(self._text, position)
        what = piece[0] if piece else ""
        kind = WrongSeparator if what == ";" else NotAllowed
        return self._refusal(kind, position, what)

    def _parsed(self) -> ast.expr:
        try:
            return ast.parse(self._source, mode="eval").body
        except SyntaxError as error:
            offset = error.offset - 1 if error.offset else len(self._source)
            raise self._refusal(InvalidFormula, self._position(offset)) from error
        except (MemoryError, RecursionError) as error:
            raise self._refusal(TooComplex, 0) from error

    def _checked(self, tree: ast.expr) -> Iterator[str]:
        """Check the whole tree, make its numbers exact, and yield its names."""
        pending = [(tree, 1)]
        while pending:
            node, depth = pending.pop()
            if depth > MAX_DEPTH:
                raise self._refusal(TooComplex, self._begin(node))
            operands = self._operands(node)
            if isinstance(node, ast.Name):
                yield node.id
            pending += ((operand, depth + 1) for operand in reversed(operands))

    def _operands(self, node: ast.expr) -> list[ast.expr]:
        match node:
            case ast.Name(name) if name not in FUNCTIONS:
                return []
            case ast.Constant():
                self._make_exact(node)
                return []
            case ast.BinOp(left, op, right) if type(op) in _OPERATORS:
                return [left, right]
            case ast.UnaryOp(op, operand) if type(op) in _OPERATORS:
                return [operand]
            case ast.BoolOp(_, operands):
                return operands
            case ast.Compare(left, ops, others) if {*map(type, ops)} <= {*_OPERATORS}:
                return [left, *others]
            case ast.IfExp(test, body, orelse):
                return [test, body, orelse]
            case ast.Call(ast.Name(name), operands, []):
                self._check_call(node, name, operands)
                return operands
            case ast.Tuple():
                self._refuse_decimal_comma(node)
                raise self._refusal(WrongSeparator, self._begin(node), ",")
        raise self._not_allowed(node)

    def _make_exact(self, node: ast.Constant) -> None:
        try:
            node.value = _exact(self._written(node))  # type: ignore[assignment]
        except TooLarge as error:
            raise self._not_allowed(node) from error

    def _check_call(
        self, node: ast.expr, name: str, operands: Sequence[ast.expr]
    ) -> None:
        if name not in FUNCTIONS:
            known = tuple(FUNCTIONS)
            raise self._refusal(UnknownFunction, self._begin(node), name, known)
        _call, least, most = FUNCTIONS[name]
        if len(operands) < least or most is not None and len(operands) > most:
            self._refuse_decimal_comma(node)
            raise self._refusal(WrongArguments, self._begin(node), name, least, most)
        if name == "round" and len(operands) > 1 and not _is_digits(operands[1]):
            self._refuse_decimal_comma(node)
            raise self._not_allowed(operands[1])

    def _refuse_decimal_comma(self, node: ast.expr) -> None:
        decimal = _DECIMAL_COMMA.search(self._text, *self._span(node))
        if decimal:
            raise self._refusal(WrongSeparator, decimal.start(), decimal[0])

    def _not_allowed(self, node: ast.expr) -> InvalidFormula:
        return self._refusal(NotAllowed, self._begin(node), self._written(node))

    def _refusal(
        self, kind: type[InvalidFormula], position: int, *facts: Any
    ) -> InvalidFormula:
        return kind(self._formula, self._start + position, *facts)

    def _begin(self, node: ast.expr) -> int:
        return self._span(node)[0]

    def _written(self, node: ast.expr) -> str:
        return self._text[slice(*self._span(node))]

    def _span(self, node: ast.expr) -> tuple[int, int]:
        source = self._source.encode()
        before, until = source[: node.col_offset], source[: node.end_col_offset]
        return self._position(len(before.decode())), self._position(len(until.decode()))

    def _position(self, offset: int) -> int:
        """Return where in the text is what the source, with ** for ^, has there."""
        carets = (caret.start() for caret in re.finditer(r"\^", self._text))
        return offset - sum(caret + n < offset for n, caret in enumerate(carets))


def _is_digits(node: ast.expr) -> bool:
    """Tell whether it is a whole number, written out, that `round` may round to."""
    literal = node.operand if isinstance(node, ast.UnaryOp) else node
    match literal:
        case ast.Constant(int(digits)):
            return digits <= RESULT_DIGITS
    return False


# Typed, since a float and a decimal that are equal are written differently.
@lru_cache(maxsize=4096, typed=True)
def _exact(value: Number | str) -> _Exact:
    try:
        number = to_decimal(value)
    except InvalidNumber as error:
        raise TooLarge from error
    _sign, digits, exponent = number.as_tuple()
    if len(digits) + abs(int(exponent)) > _MAX_DECIMAL_DIGITS:
        raise TooLarge
    numerator, denominator = number.as_integer_ratio()
    return numerator if denominator == 1 else Fraction(numerator, denominator)


def _result(exact: _Exact) -> Decimal:
    if not -_RESULT_LIMIT < exact < _RESULT_LIMIT:
        raise TooLarge
    return _decimal(exact)


def _decimal(exact: _Exact) -> Decimal:
    return _RESULT.divide(Decimal(exact.numerator), Decimal(exact.denominator))


def _bounded(operation: Callable[..., Any]) -> Callable[[_Exact, _Exact], _Exact]:
    def bounded(left: _Exact, right: _Exact) -> _Exact:
        exact: _Exact = operation(left, right)
        if max(map(int.bit_length, exact.as_integer_ratio())) > _MAX_BITS:
            raise TooLarge
        return exact

    return bounded


def _power(base: _Exact, exponent: _Exact) -> _Exact:
    times = int(exponent)
    if times != exponent or abs(times) > MAX_POWER:
        raise InvalidPower(_decimal(exponent))
    return base**times if times >= 0 else Fraction(1, base**-times)


def _round(value: _Exact, digits: int = 0) -> _Exact:
    unit = Fraction(10) ** digits
    rounded = math.floor(abs(Fraction(value)) * unit + _HALF) / unit
    return rounded if value > 0 else -rounded


class _Function(NamedTuple):
    call: Callable[..., _Exact]
    least: int
    most: int | None


FUNCTIONS: Mapping[str, _Function] = {
    "abs": _Function(abs, 1, 1),
    "ceil": _Function(math.ceil, 1, 1),
    "floor": _Function(math.floor, 1, 1),
    "max": _Function(max, 2, None),
    "min": _Function(min, 2, None),
    "round": _Function(_round, 1, 2),
}

_CALLS = {name: function.call for name, function in FUNCTIONS.items()}
_OPERATORS: Mapping[type[ast.AST], Callable[..., _Exact]] = {
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


class _Evaluator(SimpleEval):  # type: ignore[misc]
    """simpleeval, left with what formulas have; true is 1 as a whole number."""

    def __init__(self, exact: Mapping[str, _Exact]) -> None:
        super().__init__(_OPERATORS, _CALLS, exact)
        self.nodes = {
            ast.BinOp: self._eval_binop,
            ast.BoolOp: self._eval_boolop,
            ast.Call: self._eval_call,
            ast.Compare: self._eval_compare,
            ast.Constant: self._eval_constant,
            ast.IfExp: self._eval_ifexp,
            ast.Name: self._eval_name,
            ast.UnaryOp: self._eval_unaryop,
        }

    def _eval_boolop(self, node: ast.BoolOp) -> bool:
        truths = map(self._eval, node.values)
        return any(truths) if isinstance(node.op, ast.Or) else all(truths)
