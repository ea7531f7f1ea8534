"""Live formulas of a variant's lines, generated from what prices are made of."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ..domain.column_words import ColumnField
from ..domain.estimate import Estimate, EstimateLine
from ..domain.extra import PREFIX
from ..domain.pricing import BASE_PRICE, VARIANT_COEFFICIENT, PriceFactor
from . import numbers
from .formulas import rounded
from .line_openings import get_findable
from .quantity_formulas import translate
from .spreadsheet_cells import Cells

VARIANT_COEFFICIENT_NAME = "variant_coefficient"


class LineFormulas:
    """The formulas of lines whose columns have these letters; rows count from 0."""

    def __init__(
        self, estimate: Estimate, letters: Mapping[str, str], cells: Cells
    ) -> None:
        self._estimate = estimate
        self._letters = letters
        self._cells = cells
        self._findable = get_findable(estimate.openings)

    def quantity(self, line: EstimateLine, row: int) -> str:
        """Return what computes a quantity; where nothing can, the one that it has."""
        digits = self._estimate.quantity_digits
        opening = line.opening or ""
        is_found = opening in self._findable
        chosen = self.cell(ColumnField.OPENING, row) if is_found else None
        place = self._cells.rows.get(opening)
        live = translate(line.formula or "", self._cells, digits, place, chosen)
        return live or f"={numbers.to_text(line.quantity)}"

    def price(self, row: int, is_spare: bool = False) -> str:
        """Return the engineer's price: an empty factor of a spare row is one."""
        product = "*".join(self._factors(row, is_spare))
        step = Decimal(1).scaleb(-self._estimate.price_digits)
        return f"={rounded(product, step)}"

    def amount(self, row: int, included_tax: Decimal) -> str:
        """Return the amount without the tax that the price includes."""
        amount = f"{self.cell(ColumnField.QUANTITY, row)}*"
        amount += self.cell(ColumnField.PRICE_UNIT, row)
        if included_tax:
            amount += f"/{numbers.to_text(1 + included_tax)}"
        return f"={rounded(amount, self._estimate.currency_rounding)}"

    def cell(self, name: str, row: int) -> str:
        return f"{self._letters[name]}{row + 1}"

    def _factors(self, row: int, is_spare: bool) -> Iterator[str]:
        for factor in self._estimate.price_factors:
            yield self._factor(factor, row, is_spare and factor != BASE_PRICE)

    def _factor(self, factor: PriceFactor, row: int, may_be_empty: bool) -> str:
        if factor == VARIANT_COEFFICIENT:
            return VARIANT_COEFFICIENT_NAME
        own = factor.name in self._letters
        cell = self.cell(factor.name if own else f"{PREFIX}{factor.name}", row)
        return f'IF({cell}="",1,{cell})' if may_be_empty else cell
