"""The evaluator of one parsed formula."""

import ast

from simpleeval import SimpleEval

from .aggregation import Aggregation
from .arithmetic import CALLS, OPERATORS, Exact
from .parsed import ParsedFormula
from .spelling import fold
from .table import Openings


class Evaluator(SimpleEval):  # type: ignore[misc]
    """simpleeval, left with what formulas have; true is 1 as a whole number."""

    def __init__(self, openings: Openings, sums: dict[str, Exact]) -> None:
        super().__init__(OPERATORS, CALLS, {})
        self._openings = openings
        self._sums = sums
        self.nodes = {
            ast.BinOp: self._eval_binop,
            ast.BoolOp: self._eval_boolop,
            ast.Call: self._eval_function,
            ast.Compare: self._eval_comparison,
            ast.Constant: self._eval_constant,
            ast.IfExp: self._eval_ifexp,
            ast.Name: self._eval_name,
            ast.UnaryOp: self._eval_unaryop,
        }

    def compute(
        self,
        formula: str,
        parsed: ParsedFormula,
        own: dict[str, Exact | str],
        exact: dict[str, Exact],
    ) -> Exact:
        """Return the exact result of a parsed formula.

        :param own: what its names are that nothing else calls so: an opening's columns
        """
        self._parsed = parsed
        self._scalars = exact
        self.names = {**exact, **own} if own else exact
        result: Exact = self.eval(formula, parsed.tree)
        return result

    def _eval_function(self, node: ast.Call) -> Exact:
        aggregate = self._parsed.aggregates.get(node)
        if aggregate and aggregate.is_over(self._openings.find):
            if aggregate.written not in self._sums:
                aggregation = Aggregation(self._parsed, self._openings, self._scalars)
                self._sums[aggregate.written] = aggregation.compute(aggregate)
            return self._sums[aggregate.written]
        match node:
            case ast.Call(ast.Name("if_"), [test, body, *rest]):
                if self._eval(test):
                    return self._eval(body)  # type: ignore[no-any-return]
                return self._eval(rest[0]) if rest else 0
        return self._eval_call(node)  # type: ignore[no-any-return]

    def _eval_comparison(self, node: ast.Compare) -> bool:
        if test := self._parsed.tests.get(node):
            return (self.names[test.name] == fold(test.text)) is not test.negated
        return self._eval_compare(node)  # type: ignore[no-any-return]

    def _eval_boolop(self, node: ast.BoolOp) -> bool:
        truths = map(self._eval, node.values)
        return any(truths) if isinstance(node.op, ast.Or) else all(truths)
