"""What the parser makes of a formula: its tree, and what it uses."""

import ast
from typing import NamedTuple


class Use(NamedTuple):
    """A code as the formula uses it: `inside` of a function over all openings or not.

    `text` is what it is compared to, None where it is a number.
    """

    name: str
    inside: bool
    text: str | None = None


class Aggregate(NamedTuple):
    """A function over openings: the names in it, and how it is written."""

    function: str
    operands: tuple[ast.expr, ...]
    conditions: tuple[ast.expr, ...]
    names: frozenset[str]
    written: str


class TextTest(NamedTuple):
    """Whether a code is a text, or is another one."""

    name: str
    text: str
    negated: bool


class ParsedFormula(NamedTuple):
    tree: ast.expr
    names: tuple[str, ...]
    uses: tuple[Use, ...]
    aggregates: dict[ast.expr, Aggregate]
    tests: dict[ast.expr, TextTest]
