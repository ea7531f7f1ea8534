"""Functions over all openings: columns are computed at once, not row by row."""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from .arithmetic import CALLS, OPERATORS, Exact
from .errors import DivisionByZero, FormulaError
from .parsed import Aggregate, ParsedFormula
from .spelling import fold
from .table import Openings
from .vectors import (
    Value,
    Vector,
    add,
    bounded,
    compare,
    multiply,
    spread,
    to_vector,
    to_whole,
)

Rows = Sequence[int]


class Aggregation:
    """Computes the functions over openings of one formula.

    :param scalars: numbers by the names that are no columns
    """

    def __init__(
        self, parsed: ParsedFormula, openings: Openings, scalars: Mapping[str, Exact]
    ) -> None:
        self._parsed = parsed
        self._openings = openings
        self._scalars = scalars

    def compute(self, aggregate: Aggregate) -> Exact:
        """Return what the function gives over the openings that meet its conditions.

        :raises InOpening: in one of them it can't be computed
        """
        rows = self.get_rows(aggregate)
        if aggregate.function == "count":
            return len(rows)
        if aggregate.function != "sum":
            rows = self._without_blanks(aggregate, rows)
        if not rows:
            if aggregate.function == "avg":
                raise DivisionByZero
            return 0
        vector = spread(self._eval(aggregate.operands[0], rows), len(rows))
        match aggregate.function:
            case "max":
                found = max(vector.numerators)
            case "min":
                found = min(vector.numerators)
            case _:
                found = sum(vector.numerators)
        whole = len(rows) if aggregate.function == "avg" else 1
        exact = Fraction(found, vector.denominator * whole)
        return exact.numerator if exact.denominator == 1 else exact

    def get_rows(self, aggregate: Aggregate) -> Rows:
        """Return the places of the openings that meet the function's conditions."""
        rows: Rows = range(len(self._openings))
        for condition in aggregate.conditions:
            rows = self._where(condition, rows)
        return rows

    def _where(self, condition: ast.expr, rows: Rows) -> Rows:
        truths = spread(self._eval(condition, rows), len(rows)).numerators
        return [row for row, truth in zip(rows, truths, strict=True) if truth]

    def _without_blanks(self, aggregate: Aggregate, rows: Rows) -> Rows:
        """Leave out openings that have nothing to compare, as spreadsheets do."""
        operand = aggregate.operands[0]
        names = (one.id for one in ast.walk(operand) if isinstance(one, ast.Name))
        codes = {code for name in names if (code := self._openings.find(name))}
        is_blank = self._openings.is_blank
        return [row for row in rows if not any(is_blank(code, row) for code in codes)]

    def _eval(self, node: ast.expr, rows: Rows) -> Value:
        if test := self._parsed.tests.get(node):
            return self._test(test.name, test.text, test.negated, rows)
        if aggregate := self._parsed.aggregates.get(node):
            return self.compute(aggregate)
        match node:
            case ast.Constant(value):
                exact: Exact = value  # type: ignore[assignment]
                return exact
            case ast.Name(name):
                return self._named(name, rows)
            case ast.UnaryOp(op, operand):
                return self._each(OPERATORS[type(op)], [operand], rows)
            case ast.BinOp(left, op, right):
                values = self._eval(left, rows), self._eval(right, rows)
                return self._combine(op, *values, rows)
            case ast.Compare(left, ops, others):
                return self._compare(ops, [left, *others], rows)
            case ast.BoolOp(op, operands):
                return self._decide(operands, rows, isinstance(op, ast.Or))
            case ast.IfExp(test_, body, orelse):
                return self._choose(test_, body, orelse, rows)
            case ast.Call(ast.Name("if_"), [test_, body, *rest]):
                orelse = rest[0] if rest else ast.Constant(0)
                return self._choose(test_, body, orelse, rows)
            case ast.Call(ast.Name("ceil" | "floor" as name), [operand]):
                vector = spread(self._eval(operand, rows), len(rows))
                return to_whole(vector, up=name == "ceil")
            case ast.Call(ast.Name(name), operands):
                return self._each(CALLS[name], operands, rows)
        raise AssertionError(node)

    def _named(self, name: str, rows: Rows) -> Value:
        code = self._openings.find(name)
        if code is None:
            return self._scalars[name]
        return self._take(self._openings.get_vector(code), rows)

    def _take(self, vector: Vector, rows: Rows) -> Vector:
        if len(rows) == len(self._openings):
            return vector
        numerators = vector.numerators
        return Vector([numerators[row] for row in rows], vector.denominator)

    def _test(self, name: str, text: str, negated: bool, rows: Rows) -> Vector:
        texts = self._openings.get_texts(self._openings.find(name) or name)
        wanted = fold(text)
        return Vector([int((texts[row] == wanted) is not negated) for row in rows], 1)

    def _combine(
        self, op: ast.operator, left: Value, right: Value, rows: Rows
    ) -> Value:
        if not isinstance(left, Vector) and not isinstance(right, Vector):
            return OPERATORS[type(op)](left, right)
        vectors = spread(left, len(rows)), spread(right, len(rows))
        match op:
            case ast.Mult():
                return multiply(*vectors)
            case ast.Add():
                return add(*vectors, operator.add)
            case ast.Sub():
                return add(*vectors, operator.sub)
            case ast.Div() if not isinstance(right, Vector) and right:
                return multiply(vectors[0], spread(Fraction(1) / right, len(rows)))
        return self._apply(OPERATORS[type(op)], [left, right], rows)

    def _compare(
        self, ops: Sequence[ast.cmpop], operands: list[ast.expr], rows: Rows
    ) -> Value:
        """Compare as Python does: what comes after a false step is not computed."""
        if len(ops) == 1:
            left, right = (self._eval(operand, rows) for operand in operands)
            vectors = spread(left, len(rows)), spread(right, len(rows))
            return compare(*vectors, OPERATORS[type(ops[0])])
        first = ast.Compare(operands[0], [ops[0]], [operands[1]])
        rest = ast.Compare(operands[1], list(ops[1:]), operands[2:])
        return self._decide([first, rest], rows, False)

    def _decide(self, operands: list[ast.expr], rows: Rows, until: bool) -> Vector:
        """Compute each operand for the openings that are not decided by those before.

        :param until: what decides: true for `or`, false for `and`
        """
        truths = dict.fromkeys(rows, not until)
        pending = rows
        for operand in operands:
            found = spread(self._eval(operand, pending), len(pending)).numerators
            decided = {
                row
                for row, truth in zip(pending, found, strict=True)
                if bool(truth) is until
            }
            truths.update(dict.fromkeys(decided, until))
            pending = [row for row in pending if row not in decided]
        return Vector([int(truths[row]) for row in rows], 1)

    def _choose(
        self, test: ast.expr, body: ast.expr, orelse: ast.expr, rows: Rows
    ) -> Vector:
        chosen = set(self._where(test, rows))
        found: dict[int, Exact] = {}
        for branch, part in (
            (body, [row for row in rows if row in chosen]),
            (orelse, [row for row in rows if row not in chosen]),
        ):
            if part:
                values = spread(self._eval(branch, part), len(part)).get_all()
                found.update(zip(part, values, strict=True))
        return to_vector(found[row] for row in rows)

    def _each(
        self, function: Callable[..., Exact], operands: list[ast.expr], rows: Rows
    ) -> Value:
        return self._apply(function, [self._eval(one, rows) for one in operands], rows)

    def _apply(
        self, function: Callable[..., Exact], values: list[Value], rows: Rows
    ) -> Value:
        """Compute row by row; where it fails, tell which opening it is."""
        if not any(isinstance(value, Vector) for value in values):
            return int(found) if isinstance(found := function(*values), bool) else found
        columns = [spread(value, len(rows)).get_all() for value in values]
        found_all = []
        for row, cells in zip(rows, zip(*columns, strict=True), strict=True):
            try:
                exact = function(*cells)
            except ZeroDivisionError as error:
                raise self._openings.in_opening(row, DivisionByZero()) from error
            except FormulaError as error:
                raise self._openings.in_opening(row, error) from error
            found_all.append(int(exact) if isinstance(exact, bool) else exact)
        return bounded(to_vector(found_all))
