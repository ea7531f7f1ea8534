"""What the parser makes of a formula: its tree, and what it uses."""

import ast
from collections.abc import Callable
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

    def is_over(self, find: Callable[[str], str | None]) -> bool:
        """Tell whether it is over openings: max(1, 2) is not.

        :param find: returns the code of the column that a name is, if it is one
        """
        return self.function == "count" or any(find(name) for name in self.names)


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
