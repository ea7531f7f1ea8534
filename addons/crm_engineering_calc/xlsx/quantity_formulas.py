"""Quantity formulas as live ones of a workbook, over its measurements and openings.

What a spreadsheet computes in another way is left as the result that it had.
"""

import ast
from collections.abc import Mapping

from ..domain.formula.errors import FormulaError
from ..domain.formula.parsed import Aggregate, ParsedFormula, TextTest
from ..domain.formula.parser import parse
from ..domain.formula.spelling import get_function
from .spreadsheet_cells import Cells
from .spreadsheet_functions import (
    Untranslatable,
    binary,
    call,
    constant,
    decide,
    unary,
)

# A formula of Excel has at most 8,192 characters, and 64 levels of brackets.
_MAX_LENGTH = 8000
_MAX_LEVELS = 60

_COMPARED: Mapping[type[ast.AST], str] = {
    ast.Eq: "=",
    ast.NotEq: "<>",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


def translate(
    formula: str,
    cells: Cells,
    digits: int | None = None,
    row: int | None = None,
    chosen: str | None = None,
) -> str | None:
    """Return the formula of a cell that computes the same, None where there is none.

    :param digits: the decimals that the result is rounded to
    :param row: the row of the opening whose columns the names are
    :param chosen: the cell that names that opening
    """
    try:
        parsed = parse(formula)
        result = _Translation(parsed, cells, row, chosen).scalar(parsed.tree)
    except (Untranslatable, FormulaError):
        return None
    if digits is not None:
        result = f"ROUND({result},{digits})"
    depth = level = 0
    for character in result:
        level += {"(": 1, ")": -1}.get(character, 0)
        depth = max(depth, level)
    is_short = len(result) <= _MAX_LENGTH and depth <= _MAX_LEVELS
    return f"={result}" if is_short else None


class _Translation:
    def __init__(
        self,
        parsed: ParsedFormula,
        cells: Cells,
        row: int | None,
        chosen: str | None,
    ) -> None:
        self._parsed = parsed
        self._cells = cells
        self._row = row
        self._chosen = chosen

    def scalar(self, node: ast.expr) -> str:
        """Return the expression of one number."""
        return self._expression(node, over_rows=False)

    def _expression(self, node: ast.expr, over_rows: bool) -> str:
        """Return an expression, in brackets; over all rows it may use no IF."""
        if test := self._parsed.tests.get(node):
            return self._test(test, over_rows)
        aggregate = self._parsed.aggregates.get(node)
        if aggregate and self._is_over_openings(aggregate):
            return self._aggregate(aggregate)

        def inner(part: ast.expr) -> str:
            return self._expression(part, over_rows)

        match node:
            case ast.Constant(value):
                return constant(value)
            case ast.Name(name):
                return self._named(name, over_rows)
            case ast.UnaryOp(op, operand):
                return unary(op, inner(operand))
            case ast.BinOp(left, op, right):
                return binary(op, inner(left), inner(right))
            case ast.Compare(left, ops, others):
                parts = [inner(part) for part in (left, *others)]
                steps = [
                    f"({one}{_COMPARED[type(op)]}{other})"
                    for one, op, other in zip(parts, ops, parts[1:], strict=False)
                ]
                return f"({'*'.join(steps)}*1)"
            case ast.BoolOp(op, operands):
                return decide([inner(part) for part in operands], op)
            case ast.IfExp(test_, body, orelse):
                return self._choose([test_, body, orelse], over_rows)
            case ast.Call(ast.Name("if_"), operands):
                return self._choose(operands, over_rows)
            case ast.Call(ast.Name(name), operands):
                return call(name, [inner(part) for part in operands], over_rows)
        raise Untranslatable

    def _named(self, name: str, over_rows: bool) -> str:
        code = self._cells.find_column(name)
        if code is not None and over_rows:
            return f"({self._cells.get_range(code)})"
        if code is not None and self._row is not None:
            return self._cells.get_cell(code, self._row, self._chosen)
        if cell := self._cells.find(name):
            return cell
        if get_function(name) == "count" and self._cells.names:
            return self._count()
        raise Untranslatable

    def _test(self, test: TextTest, over_rows: bool) -> str:
        code = self._cells.find_column(test.name)
        if code is None or not over_rows and self._row is None:
            raise Untranslatable
        place = (
            self._cells.get_range(code)
            if over_rows
            else self._cells.get_cell(code, self._row or 0)
        )
        quoted = test.text.replace('"', '""')
        sign = "<>" if test.negated else "="
        return f'(({place}{sign}"{quoted}")*1)'

    def _choose(self, operands: list[ast.expr], over_rows: bool) -> str:
        if over_rows:
            raise Untranslatable
        test, body, *rest = (self.scalar(operand) for operand in operands)
        return f"IF({test}<>0,{body},{rest[0] if rest else '0'})"

    def _is_over_openings(self, aggregate: Aggregate) -> bool:
        columns = map(self._cells.find_column, aggregate.names)
        return aggregate.function == "count" or any(columns)

    def _count(self) -> str:
        return f'SUMPRODUCT(({self._cells.names}<>"")*1)'

    def _aggregate(self, aggregate: Aggregate) -> str:
        """Return a sum over the rows that hold an opening and meet the conditions."""
        if not self._cells.names:
            raise Untranslatable
        factors = [f'({self._cells.names}<>"")']
        factors += [
            f"({self._expression(condition, True)}<>0)"
            for condition in aggregate.conditions
        ]
        if aggregate.function == "count":
            return f"SUMPRODUCT({'*'.join(factors)}*1)"
        operand = aggregate.operands[0]
        if aggregate.function == "sum":
            factors.append(self._expression(operand, True))
            return f"SUMPRODUCT({'*'.join(factors)})"
        code = isinstance(operand, ast.Name) and self._cells.find_column(operand.id)
        if not code or aggregate.conditions:
            raise Untranslatable
        place = self._cells.get_range(code)
        name = {"max": "MAX", "min": "MIN", "avg": "AVERAGE"}[aggregate.function]
        return f"{name}({place})"
