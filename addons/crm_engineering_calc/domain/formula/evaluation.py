"""Evaluating formulas: one, or all that are computed from each other."""

import ast
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from simpleeval import SimpleEval

from ..rounding import Number
from .arithmetic import CALLS, OPERATORS, Exact, to_exact, to_result
from .errors import DivisionByZero, FormulaError, UnknownName
from .order import get_dependence, get_refusals, in_order
from .parser import parse, used


def evaluate(formula: str, values: Mapping[str, Number]) -> Decimal:
    """Return the formula's result with these values: see `Measurements.evaluate`."""
    return Measurements(values).evaluate(formula)


def resolve(
    values: Mapping[str, Number], formulas: Mapping[str, str]
) -> dict[str, Decimal | FormulaError]:
    """Return what each formula gives, or the refusal: see `Measurements.results`."""
    return Measurements(values, formulas).results


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
        self._exact: dict[str, Exact] = {}
        self._evaluator = Evaluator(self._exact)
        if formulas:
            self._resolve()

    def evaluate(self, formula: str) -> Decimal:
        """Return the formula's result, half-up to RESULT_DIGITS significant digits.

        :raises InvalidFormula: it is no formula, whatever the values
        :raises UnknownName: it uses what has neither a value nor a formula
        :raises DependsOnError: it depends on a formula that is refused
        :raises DivisionByZero, InvalidPower, TooLarge: with these values it has none
        """
        return to_result(self._compute(formula))

    def _resolve(self) -> None:
        uses = {
            code: [name for name in used(formula) if name in self._formulas]
            for code, formula in self._formulas.items()
        }
        for code in in_order(uses):
            try:
                exact = self._compute(self._formulas[code])
                self.results[code] = to_result(exact)
            except FormulaError as error:
                self.results[code] = error.with_traceback(None)
            else:
                self._exact[code] = exact
        self.results |= get_refusals(
            {code: used for code, used in uses.items() if code not in self.results}
        )

    def _compute(self, formula: str) -> Exact:
        parsed = parse(formula)
        for name in parsed.names:
            if name not in self._exact:
                self._exact[name] = self._measured(name)
        try:
            exact: Exact = self._evaluator.eval(formula, parsed.tree)
        except ZeroDivisionError as error:
            raise DivisionByZero from error
        return exact

    def _measured(self, name: str) -> Exact:
        refused = self.results.get(name)
        if isinstance(refused, FormulaError):
            raise get_dependence(name, refused)
        if name not in self._values:
            raise UnknownName(name, tuple(sorted({*self._values, *self._formulas})))
        return to_exact(self._values[name])


class Evaluator(SimpleEval):  # type: ignore[misc]
    """simpleeval, left with what formulas have; true is 1 as a whole number."""

    def __init__(self, exact: Mapping[str, Exact]) -> None:
        super().__init__(OPERATORS, CALLS, exact)
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
