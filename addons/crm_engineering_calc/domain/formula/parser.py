"""Reading a formula: its tree, and what has no place in it."""

import ast
from collections.abc import Sequence
from functools import lru_cache

from .arithmetic import (
    AGGREGATES,
    FUNCTIONS,
    OPERATORS,
    RESULT_DIGITS,
    ROUNDING,
    to_exact,
)
from .errors import (
    InvalidFormula,
    NotAllowed,
    TooComplex,
    TooLarge,
    UnknownFunction,
    WrongArguments,
)
from .lexer import Lexer
from .parsed import Aggregate, ParsedFormula, TextTest, Use
from .spelling import KNOWN, get_spelling

# The length bounds the number of operations too: each takes a character.
MAX_LENGTH = 1000
MAX_DEPTH = 100

_CONDITIONS = (ast.Compare, ast.BoolOp)
# What formulas have always called so: nothing that they count can have the name.
_WORDS = frozenset({"abs", "ceil", "floor", "max", "min", "round"})


@lru_cache(maxsize=2048)
def parse(formula: str) -> ParsedFormula:
    """Return the formula's checked tree, whose numbers are exact, and its names.

    :raises InvalidFormula: it is no formula
    """
    return Parser(formula).parse()


class Parser:
    """Reads one formula; what it refuses has a position in the text as written."""

    def __init__(self, formula: str) -> None:
        if len(formula) > MAX_LENGTH:
            raise TooComplex(formula, MAX_LENGTH)
        self._lexer = Lexer(formula)
        self._source = self._lexer.source
        self._encoded = self._source.encode()
        self._uses: dict[Use, None] = {}
        self._aggregates: dict[ast.expr, Aggregate] = {}
        self._tests: dict[ast.expr, TextTest] = {}

    def parse(self) -> ParsedFormula:
        tree = self._parsed()
        self._check(tree)
        found = tuple(self._uses)
        every = tuple(dict.fromkeys(use.name for use in found))
        return ParsedFormula(tree, every, found, self._aggregates, self._tests)

    def _parsed(self) -> ast.expr:
        try:
            return ast.parse(self._source, mode="eval").body
        except SyntaxError as error:
            offset = error.offset - 1 if error.offset else len(self._source)
            raise self._lexer.refusal(InvalidFormula, offset) from error
        except (MemoryError, RecursionError) as error:
            raise self._lexer.refusal(TooComplex, 0) from error

    def _check(self, tree: ast.expr) -> None:
        """Check the whole tree, make its numbers exact, and find what it uses."""
        pending = [(tree, 1, False)]
        while pending:
            node, depth, inside = pending.pop()
            if depth > MAX_DEPTH:
                raise self._lexer.refusal(TooComplex, self._span(node)[0])
            operands = self._operands(node)
            test = self._tests.get(node)
            if test:
                self._uses[Use(test.name, inside, test.text)] = None
            elif isinstance(node, ast.Name):
                self._uses[Use(node.id, inside)] = None
            inside = inside or node in self._aggregates
            pending += ((one, depth + 1, inside) for one in reversed(operands))

    def _operands(self, node: ast.expr) -> list[ast.expr]:
        match node:
            case ast.Name(name) if name not in _WORDS:
                return []
            case ast.Constant():
                self._make_exact(node)
                return []
            case ast.BinOp(left, op, right) if type(op) in OPERATORS:
                return [left, right]
            case ast.UnaryOp(op, operand) if type(op) in OPERATORS:
                return [operand]
            case ast.BoolOp(_, operands):
                return operands
            case ast.Compare(left, ops, others) if {*map(type, ops)} <= {*OPERATORS}:
                return self._compared(node, ops, [left, *others])
            case ast.IfExp(test, body, orelse):
                return [test, body, orelse]
            case ast.Call(ast.Name(name), operands, []):
                self._check_call(node, name, operands)
                return operands
        raise self._not_allowed(node)

    def _compared(
        self, node: ast.Compare, ops: list[ast.cmpop], operands: list[ast.expr]
    ) -> list[ast.expr]:
        """Take a text out of a comparison: it is compared to what a code names."""
        match operands:
            case [ast.Name(name), ast.Constant(str(text))] | [
                ast.Constant(str(text)),
                ast.Name(name),
            ] if name not in _WORDS and isinstance(ops[0], (ast.Eq, ast.NotEq)):
                negated = isinstance(ops[0], ast.NotEq)
                self._tests[node] = TextTest(name, text, negated)
                return []
        return operands

    def _make_exact(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            raise self._not_allowed(node)
        begin, end = self._span(node)
        try:
            node.value = to_exact(self._source[begin:end])  # type: ignore[assignment]
        except TooLarge as error:
            raise self._not_allowed(node) from error

    def _check_call(
        self, node: ast.expr, name: str, operands: Sequence[ast.expr]
    ) -> None:
        if name not in FUNCTIONS:
            begin = self._span(node)[0]
            raise self._lexer.refusal(UnknownFunction, begin, name, KNOWN)
        _call, least, most = FUNCTIONS[name]
        if len(operands) < least or most is not None and len(operands) > most:
            begin, word = self._span(node)[0], get_spelling(name)
            raise self._lexer.refusal(WrongArguments, begin, word, least, most)
        if name in ROUNDING and len(operands) > 1 and not _is_digits(operands[1]):
            raise self._not_allowed(operands[1])
        if name in AGGREGATES:
            self._take_aggregate(node, name, operands)

    def _take_aggregate(
        self, node: ast.expr, name: str, operands: Sequence[ast.expr]
    ) -> None:
        """Take a call for one over openings: what follows its operand are conditions.

        max(W, H), of several numbers, is none.
        """
        least = FUNCTIONS[name].least
        if all(map(_is_condition, operands[least:])):
            found = {
                inner.id
                for operand in operands
                for inner in ast.walk(operand)
                if isinstance(inner, ast.Name)
            }
            self._aggregates[node] = Aggregate(
                name,
                tuple(operands[:least]),
                tuple(operands[least:]),
                frozenset(found),
                self._source[slice(*self._span(node))],
            )

    def _not_allowed(self, node: ast.expr) -> InvalidFormula:
        begin, end = self._span(node)
        written = self._lexer.get_written(begin, end)
        return self._lexer.refusal(NotAllowed, begin, written)

    def _span(self, node: ast.expr) -> tuple[int, int]:
        before = self._encoded[: node.col_offset].decode()
        until = self._encoded[: node.end_col_offset].decode()
        return len(before), len(until)


def _is_condition(node: ast.expr) -> bool:
    negated = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    match node:
        case ast.Call(ast.Name(name)):
            return name in ("and_", "or_", "not_")
    return negated or isinstance(node, _CONDITIONS)


def _is_digits(node: ast.expr) -> bool:
    """Tell whether it is a whole number, written out, that `round` may round to."""
    literal = node.operand if isinstance(node, ast.UnaryOp) else node
    match literal:
        case ast.Constant(int(digits)):
            return digits <= RESULT_DIGITS
    return False
