"""Reading a formula: its tokens, its tree, and what has no place in it."""

import ast
import keyword
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from .arithmetic import FUNCTIONS, OPERATORS, RESULT_DIGITS, to_exact
from .errors import (
    InvalidCode,
    InvalidFormula,
    NotAllowed,
    TooComplex,
    TooLarge,
    UnknownFunction,
    WrongArguments,
    WrongSeparator,
)

# The length bounds the number of operations too: each takes a character.
MAX_LENGTH = 1000
MAX_DEPTH = 100

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
    return frozenset(parse(formula).names)


def used(formula: str) -> tuple[str, ...]:
    """Return the codes that the formula uses, in its order; of no formula, none."""
    try:
        return parse(formula).names
    except InvalidFormula:
        return ()


class ParsedFormula(NamedTuple):
    tree: ast.expr
    names: tuple[str, ...]


@lru_cache(maxsize=2048)
def parse(formula: str) -> ParsedFormula:
    """Return the formula's checked tree, whose numbers are exact, and its names.

    :raises InvalidFormula: it is no formula
    """
    return Parser(formula).parse()


class Parser:
    """Reads one formula; what it refuses has a position in the text as written."""

    def __init__(self, formula: str) -> None:
        self._formula = formula
        # One line without indent and tail, which Python's parser would trip over.
        text = re.sub(r"\s", " ", formula).rstrip()
        self._start = len(text) - len(_LEAD.sub("", text, count=1))
        self._text = text[self._start :]
        self._source = self._text.replace("^", "**")

    def parse(self) -> ParsedFormula:
        if len(self._formula) > MAX_LENGTH:
            raise TooComplex(self._formula, MAX_LENGTH)
        self._check_tokens()
        tree = self._parsed()
        return ParsedFormula(tree, tuple(dict.fromkeys(self._checked(tree))))

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
            case ast.BinOp(left, op, right) if type(op) in OPERATORS:
                return [left, right]
            case ast.UnaryOp(op, operand) if type(op) in OPERATORS:
                return [operand]
            case ast.BoolOp(_, operands):
                return operands
            case ast.Compare(left, ops, others) if {*map(type, ops)} <= {*OPERATORS}:
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
            node.value = to_exact(self._written(node))  # type: ignore[assignment]
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
