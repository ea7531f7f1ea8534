"""Evaluating formulas: one, or all that are computed from each other."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from ..rounding import Number
from .aggregation import Aggregation
from .arithmetic import Exact, to_exact, to_result
from .codes import used
from .errors import (
    ColumnAlone,
    DivisionByZero,
    FormulaError,
    NumberCompared,
    TextColumn,
    UnknownName,
)
from .evaluator import Evaluator
from .order import get_dependence, get_refusals, in_order
from .parsed import Use
from .parser import parse
from .spelling import fold, get_function
from .table import Openings


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

    Formulas name codes in any case; one that is written exactly so comes first.
    Functions over `openings`, as sum(W*H), read their columns.
    """

    results: dict[str, Decimal | FormulaError]

    def __init__(
        self,
        values: Mapping[str, Number],
        formulas: Mapping[str, str] = MappingProxyType({}),
        openings: Openings | None = None,
    ) -> None:
        self.results = {}
        self._values = values
        self._formulas = formulas
        self._openings = Openings() if openings is None else openings
        self._codes = {fold(code): code for code in (*values, *formulas)}
        self._exact: dict[str, Exact] = {}
        self._sums: dict[str, Exact] = {}
        self._evaluator = Evaluator(self._openings, self._sums)
        if formulas:
            self._resolve()

    def evaluate(self, formula: str, row: int | None = None) -> Decimal:
        """Return the formula's result, half-up to RESULT_DIGITS significant digits.

        :param row: the place of the opening whose columns the formula's names are
        :raises InvalidFormula: it is no formula, whatever the values
        :raises UnknownName: it uses what has neither a value nor a formula
        :raises DependsOnError: it depends on a formula that is refused
        :raises ColumnAlone: it uses a column of openings without saying of which
        :raises TextColumn, NumberCompared, UnknownChoice: it takes a column for another
        :raises InOpening: it has no result in one of the openings
        :raises DivisionByZero, InvalidPower, TooLarge: with these values it has none
        """
        return to_result(self._compute(formula, row))

    def get_counted(self, formula: str, row: int | None = None) -> frozenset[int]:
        """Return the places of the openings that count for the formula's result.

        Those that meet the conditions of its functions, whatever they add; and those
        that count for what it is computed from. A refused formula counts none.
        """
        try:
            self._compute(formula, row)
            return frozenset(self._count(formula, row))
        except FormulaError:
            return frozenset()

    def _count(self, formula: str, row: int | None) -> Iterator[int]:
        parsed = parse(formula)
        aggregation = Aggregation(parsed, self._openings, self._exact)
        for aggregate in parsed.aggregates.values():
            if aggregate.is_over(self._openings.find):
                yield from aggregation.get_rows(aggregate)
        if row is not None:
            yield row
        for use in parsed.uses:
            if (code := self._find(use.name)) in self._formulas:
                yield from self._count(self._formulas[code], None)
            elif use.name not in self._exact and get_function(use.name) == "count":
                yield from range(len(self._openings))

    def _resolve(self) -> None:
        uses = {
            code: [
                found
                for name in used(formula)
                if (found := self._find(name)) in self._formulas
            ]
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

    def _compute(self, formula: str, row: int | None = None) -> Exact:
        parsed = parse(formula)
        own: dict[str, Exact | str] = {}
        for use in parsed.uses:
            self._take(use, row, own)
        try:
            return self._evaluator.compute(formula, parsed, own, self._exact)
        except ZeroDivisionError as error:
            raise DivisionByZero from error

    def _take(self, use: Use, row: int | None, own: dict[str, Exact | str]) -> None:
        """Find what a name of the formula is, and let the evaluator have it."""
        code = self._openings.find(use.name)
        if code is not None and (use.inside or row is not None):
            self._check_column(code, use)
            if not use.inside and row is not None:
                own[use.name] = self._get_cell(code, row)
        elif code is not None and not self._is_known(use.name):
            raise ColumnAlone(use.name)
        elif get_function(use.name) == "count" and not self._is_known(use.name):
            own[use.name] = len(self._openings)
        else:
            if use.name not in self._exact:
                self._exact[use.name] = self._measured(use.name)
            if use.text is not None:
                raise NumberCompared(use.name, use.text)

    def _check_column(self, code: str, use: Use) -> None:
        if not self._openings.columns[code].is_text:
            if use.text is not None:
                raise NumberCompared(use.name, use.text)
        elif use.text is None:
            raise TextColumn(use.name)
        else:
            self._openings.check_choice(code, use.text)

    def _get_cell(self, code: str, row: int) -> Exact | str:
        if self._openings.columns[code].is_text:
            return self._openings.get_texts(code)[row]
        return self._openings.get_vector(code).get(row)

    def _find(self, name: str) -> str:
        """Return the code that a formula calls so; an unknown name as it is."""
        if name in self._values or name in self._formulas:
            return name
        return self._codes.get(fold(name), name)

    def _is_known(self, name: str) -> bool:
        code = self._find(name)
        return code in self._values or code in self._formulas

    def _measured(self, name: str) -> Exact:
        code = self._find(name)
        refused = self.results.get(code)
        if isinstance(refused, FormulaError):
            raise get_dependence(code, refused)
        if code in self._exact:
            return self._exact[code]
        if code not in self._values:
            known = {*self._values, *self._formulas, *self._openings.columns}
            raise UnknownName(name, tuple(sorted(known)))
        return to_exact(self._values[code])
